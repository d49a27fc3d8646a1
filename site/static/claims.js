// Searches the table of all claims: rows that hold every word of the field, in the sentence or in
// the id, and have the verdict of the menu. Loaded by the page that has the table.
const box = document.querySelector('.claims-search');
const [field, menu, status] = ['input', 'select', '[role=status]'].map((part) => box.querySelector(part));
const plain = (text) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
const rows = [...document.querySelectorAll('table.claims tbody tr')].map((row) => {
  const [says, verdict, id] = [...row.cells].map((cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('[aria-hidden]').forEach((drawing) => drawing.remove()); // a formula counts once
    return copy.textContent.trim();
  });
  return { row, text: plain(`${says} ${id}`), verdict };
});

function search() {
  const words = plain(field.value).split(/\s+/);
  for (const { row, text, verdict } of rows) {
    row.hidden = !(words.every((word) => text.includes(word)) && (!menu.value || verdict === menu.value));
  }
  status.textContent = `${rows.filter(({ row }) => !row.hidden).length} of ${rows.length} claims`;
}
field.addEventListener('input', search);
menu.addEventListener('change', search);
search(); // a browser that goes back may have kept what was asked

// A link to a row shows the row, whatever was asked before. (`target` is book.js's.)
function showRow() {
  const place = target();
  const row = place && rows.find((one) => one.row.contains(place))?.row;
  if (!row?.hidden) return;
  field.value = menu.value = '';
  search();
  place.scrollIntoView();
}
addEventListener('hashchange', showRow);
showRow();
