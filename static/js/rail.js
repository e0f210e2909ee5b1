// The filter rail is a sheet on a phone and stands open beside the list on a desk.
(() => {
  const rail = document.querySelector("[data-rail]");
  if (!rail) return;
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => {
    rail.open = wide.matches || rail.hasAttribute("data-keep-open");
  };
  wide.addEventListener("change", fit);
  fit();
})();
