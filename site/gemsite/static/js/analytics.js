// Counts the visit by the script that the server's settings name, unless the browser asks not to be tracked.
const tag = document.querySelector("[data-analytics]");
const refused = navigator.doNotTrack === "1" || window.doNotTrack === "1" || navigator.globalPrivacyControl === true;

if (tag && !refused) {
  const script = document.createElement("script");
  script.src = tag.dataset.analytics;
  script.defer = true;
  if (tag.dataset.site) script.dataset.domain = tag.dataset.site;
  document.head.append(script);
}
