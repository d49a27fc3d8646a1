// Before Sphinx's search runs: a page opened from a disk may not read its neighbours, so there the
// results come without the extract that Sphinx cuts from each page.
if (location.protocol === 'file:') DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
// Sphinx looks words up in plain objects, in which “constructor” is always found. It asks them in
// small letters, so what it needs of an object can stay.
const LEAST = Object.create(null, { hasOwnProperty: { value: Object.prototype.hasOwnProperty } });
const { setIndex } = Search;
Search.setIndex = (index) => {
  for (const part of Object.values(index)) if (part && !Array.isArray(part) && typeof part === 'object') Object.setPrototypeOf(part, LEAST);
  setIndex(index);
};
addEventListener('DOMContentLoaded', () => {
  const query = new URLSearchParams(location.search).get('q') ?? '';
  for (const input of document.querySelectorAll('input[name="q"]')) input.value = query;
});
