/* The shop says itself what is wrong with a version; every note of it counts as an issue. */
window.wagtail?.userbar?.registerCheck?.("shop-finding", () => false);
