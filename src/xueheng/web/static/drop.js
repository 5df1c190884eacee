// A file dropped on the form, its name and size before it is sent; the form works without.
document.addEventListener("alpine:init", () => {
  Alpine.data("drop", () => ({
    over: false,
    chosen: "",
    enter() {
      this.over = true;
    },
    leave() {
      this.over = false;
    },
    take(event) {
      this.over = false;
      if (event.dataTransfer.files.length) {
        this.$root.querySelector("input[type=file]").files = event.dataTransfer.files;
        this.show();
      }
    },
    show() {
      const [file] = this.$root.querySelector("input[type=file]").files;
      this.chosen = file ? `${file.name} · ${Math.ceil(file.size / 1024)} KB` : "";
    },
    get shade() {
      return this.over ? "over" : "";
    },
  }));
});
