// Under `velocidade dev` the page loads itself again after every rebuild. A page that was built otherwise asks for nothing.

if (document.documentElement.dataset["build"] === "dev") {
  new EventSource("/dev/rebuilt").addEventListener("message", () => location.reload());
}
