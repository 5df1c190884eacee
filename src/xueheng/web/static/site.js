// Conveniences only: every page works without them.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-slash]");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && box && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
  }
  const open = event.key === "Escape" && document.querySelector("details.me[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const open = document.querySelector("details.me[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
document.documentElement.classList.add("scripted");
