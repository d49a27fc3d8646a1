// Before Sphinx's search runs: a page opened from a disk may not read its neighbours, so there the
// results come without the extract that Sphinx cuts from each page.
if (location.protocol === 'file:') DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
addEventListener('DOMContentLoaded', () => {
  const query = new URLSearchParams(location.search).get('q') ?? '';
  for (const input of document.querySelectorAll('input[name="q"]')) input.value = query;
});
