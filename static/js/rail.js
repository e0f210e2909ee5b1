// The filter rail, or the desk's index, is a sheet on a phone and stands open beside the list on a desk. One that a swap
// brings is as the one before it was.
(() => {
  const wide = matchMedia("(min-width: 60rem)");
  const rails = () => document.querySelectorAll("[data-rail]");
  let open = wide.matches;
  const fit = () => rails().forEach((rail) => {
    rail.open = wide.matches || open || rail.hasAttribute("data-keep-open");
  });
  wide.addEventListener("change", () => {
    open = wide.matches;
    fit();
  });
  document.addEventListener("click", (event) => {
    const rail = event.target instanceof Element && event.target.closest("[data-rail] > summary")?.parentElement;
    if (rail) open = !rail.open; // as it will be
  });
  document.addEventListener("htmx:afterSwap", fit);
  document.addEventListener("htmx:oobAfterSwap", fit);
  fit();
})();
