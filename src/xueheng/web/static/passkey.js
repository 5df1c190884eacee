// Passkeys: what the server asks goes to the device, what the device answers goes back in a form.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function question(options) {
    const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    if (asked.user) {
      asked.user = { ...asked.user, id: bytes(asked.user.id) };
      asked.authenticatorSelection = { ...asked.authenticatorSelection, residentKey: "preferred", userVerification: "required" };
    }
    return { publicKey: asked };
  }

  function answer(credential) {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (said[name]) response[name] = text(said[name]);
    }
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function options(form) {
    if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
    const asked = await fetch(form.dataset.options, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    return (await asked.json()).request_options;
  }

  async function use(form) {
    const problem = form.querySelector(".errors");
    problem.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey](question(await options(form)));
      form.elements.credential.value = JSON.stringify(answer(credential));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  }

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
})();
