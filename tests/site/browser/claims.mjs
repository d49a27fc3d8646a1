// The table of all claims: the search does what it says, and every row and its claim link to each
// other.

export async function claims(page) {
  const problems = [];
  const field = page.locator('.claims-search input');
  const menu = page.locator('.claims-search select');
  const says = () => page.locator('.claims-search [role=status]').textContent();
  const shown = () => page.evaluate(() => [...document.querySelectorAll('table.claims tbody tr')].filter((row) => row.checkVisibility()).map((row) => row.innerText));
  const expect = async (what, right, rows) => {
    const list = rows ?? await shown();
    if (!list.every(right)) problems.push(`the search for ${what} shows ${list.find((row) => !right(row)).replace(/\s+/g, ' ')}`);
    if (await says() !== `${list.length} of ${all.length} claims`) problems.push(`with ${list.length} rows for ${what}, it says “${await says()}”`);
    return list;
  };
  const all = await shown();
  await expect('nothing', () => true, all);

  const top = await page.locator('table.claims').evaluate((table) => table.getBoundingClientRect().top + scrollY);
  const [word] = all[0].match(/\p{L}{5,}/u);
  await field.focus();
  await page.keyboard.type(word.toUpperCase());
  const found = await expect(`“${word}”`, (row) => row.toLowerCase().includes(word.toLowerCase()));
  if (!found.length || found.length === all.length) problems.push(`the search for “${word}” finds ${found.length} of ${all.length}`);
  if (await page.locator('table.claims').evaluate((table) => table.getBoundingClientRect().top + scrollY) !== top) problems.push('the table moves as it is searched');
  await page.keyboard.type(' qqq');
  if ((await expect('no word', () => true)).length) problems.push('rows without the words are shown');
  await field.fill('');
  for (const verdict of await menu.locator('option').allTextContents()) {
    await menu.selectOption(verdict);
    const some = await expect(verdict, (row) => verdict === 'any' || row.split(/[\t\n]+/).some((cell) => cell.trim() === verdict));
    if (!some.length) problems.push(`the menu finds nothing that is ${verdict}`);
  }
  await field.fill('qqq');
  const last = page.locator('table.claims tbody a').last();
  await page.evaluate((id) => { location.hash = id; }, await last.getAttribute('id'));
  if (!(await last.isVisible())) problems.push('a link to a row that the search hides leads to nothing');
  if (await field.inputValue()) problems.push('the field still says what is not searched any more');
  return problems;
}

// `pages` as in whole.mjs: a claim in a chapter links back to the row that links to it.
export function oneWay(pages) {
  const problems = [];
  for (const [path, { claims }] of pages) {
    for (const address of claims) {
      const url = new URL(address);
      const chapter = pages.get(url.pathname);
      if (chapter && !chapter.to.includes(`${url.origin}${path}${url.hash}`)) problems.push(`${url.pathname}: no link back to ${path}${url.hash}`);
    }
  }
  return problems;
}
