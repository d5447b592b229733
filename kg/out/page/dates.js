// The dates: a bar for the articles of each day, month or year, and the range that is looked at.

const publishedDates = articles.published.filter((date) => DATE.test(date ?? '') && date.length > 4).sort();
const undatedCount = claims.first.filter((date) => !date).length;
const bins = makeBins();

// One bin a day, month or year, so that there are at most about a hundred.
function makeBins() {
  if (!publishedDates.length) return [];
  const [first, last] = [publishedDates[0], publishedDates.at(-1)];
  const months = (last.slice(0, 4) - first.slice(0, 4)) * 12 + (last.slice(5, 7) - first.slice(5, 7));
  const length = months > 96 ? 4 : months > 3 || publishedDates.some((date) => date.length < 10) ? 7 : 10;
  const found = new Map(steps(first.slice(0, length), last.slice(0, length)).map((key) => [key, 0]));
  for (const date of publishedDates) found.set(date.slice(0, length), (found.get(date.slice(0, length)) ?? 0) + 1);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, articleCount]) => ({ key, articles: articleCount }));
}

// All days, months or years from one to another.
function steps(first, last) {
  const keys = [];
  const date = new Date(`${firstDay(first)}T00:00:00Z`);
  for (let key = first; key <= last && keys.length < 400; key = date.toISOString().slice(0, first.length)) {
    keys.push(key);
    if (first.length === 10) date.setUTCDate(date.getUTCDate() + 1);
    else if (first.length === 7) date.setUTCMonth(date.getUTCMonth() + 1);
    else date.setUTCFullYear(date.getUTCFullYear() + 1);
  }
  return keys;
}

function bars(list, height, inside) {
  const most = Math.max(1, ...list.map((bin) => bin.articles));
  const root = svg('svg', { viewBox: `0 0 ${list.length * 10} ${height}`, preserveAspectRatio: 'none', class: 'bars', 'aria-hidden': 'true' });
  list.forEach(({ articles: value }, index) => {
    const size = value ? Math.max(2, (value / most) * height) : 0;
    root.append(svg('rect', { x: index * 10 + 1, y: height - size, width: 8, height: size, class: inside(index) ? 'in' : 'out' }));
  });
  return root;
}

// The bins that the chosen range covers, as the numbers of the first and the last.
function chosenBins() {
  const from = state.from ? bins.findIndex(({ key }) => lastDay(key) >= firstDay(state.from)) : 0;
  const to = state.to ? bins.findLastIndex(({ key }) => firstDay(key) <= lastDay(state.to)) : bins.length - 1;
  return [from < 0 ? bins.length - 1 : from, Math.max(to, 0)];
}

function setDates(values) {
  Object.assign(state, values);
  changed({ push: false });
}

function showDates() {
  const box = byId('dates');
  box.hidden = bins.length < 2;
  if (box.hidden) return;
  const place = [...box.querySelectorAll('input')].indexOf(document.activeElement);
  const [from, to] = chosenBins();
  box.replaceChildren(
    el('div', { class: 'bar' }, bars(bins, 40, (index) => index >= from && index <= to), slider('from', from, to), slider('to', to, from)),
    el('div', { class: 'ends' },
      el('span', { class: 'title' }, words.dates_title),
      dateInput('from'), '–', dateInput('to'),
      undatedCount && (state.from || state.to) ? el('label', {}, el('input', { type: 'checkbox', id: 'undated', checked: state.undated, onchange: (event) => setDates({ undated: event.target.checked }) }), ` ${fill(words.with_undated, { n: undatedCount })}`) : ''),
  );
  if (place >= 0) box.querySelectorAll('input')[place]?.focus();
}

// Two plain sliders, one for each end: every browser, keyboard and screen reader knows them.
function slider(end, value, other) {
  const input = el('input', { type: 'range', id: `${end}-slider`, min: 0, max: bins.length - 1, value, 'aria-label': words[`date_${end}`], 'aria-valuetext': day(bins[value].key) });
  input.addEventListener('input', () => {
    const chosen = end === 'from' ? Math.min(Number(input.value), other) : Math.max(Number(input.value), other);
    const open = chosen === (end === 'from' ? 0 : bins.length - 1);
    setDates({ [end]: open ? '' : bins[chosen].key });
  });
  return input;
}

function dateInput(end) {
  const shown = (end === 'from' ? firstDay : lastDay)(state[end] || (end === 'from' ? bins[0].key : bins.at(-1).key));
  const value = shown.endsWith('-31') ? lastOfMonth(shown) : shown; // there is no 31st of February
  return el('input', { type: 'date', id: `${end}-date`, value, 'aria-label': words[`date_${end}`], onchange: (event) => setDates({ [end]: event.target.value }) });
}

function lastOfMonth(date) {
  const [year, month] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
