// The table twin: everything that is drawn, as rows. Built when it is first looked at.

const PAGE_ROWS = 100;
const table = { kind: 'claims', sort: 'articles', descending: true, page: 0 };

const TABLES = {
  claims: [
    { key: 'sentence', value: (claim) => sentence(claim), cell: claimButton },
    { key: 'speaker', value: (claim) => (claims.speaker[claim] < 0 ? words.no_speaker : actors.name[claims.speaker[claim]]) },
    { key: 'relation', value: (claim) => label(relations[claims.relation[claim]]) },
    { key: 'modality', value: (claim) => [claims.polarity[claim] === 'negated' ? words.negated : null, isPlainDenial(claim) ? null : words[claims.modality[claim]]].filter(Boolean).join(', ') },
    { key: 'date', value: (claim) => claims.last[claim] ?? '', cell: (claim) => day(claims.last[claim]) },
    { key: 'articles', value: (claim) => claims.articles[claim], numeric: true },
    { key: 'outlets', value: (claim) => claims.outlets[claim], numeric: true },
    { key: 'independent', value: (claim) => claims.independent[claim], numeric: true },
  ],
  actors: [
    { key: 'name', value: (actor) => actors.name[actor], cell: nameButton },
    { key: 'kind', value: (actor) => label(kinds[actors.kind[actor]]) },
    { key: 'articles', value: (actor) => actors.articles[actor], numeric: true },
    { key: 'claims', value: (actor) => edgesOfNode[actor].reduce((sum, edge) => sum + edge.shown.length, 0), numeric: true },
    { key: 'wikidata', value: (actor) => actors.wikidata[actor] ?? '' },
  ],
};

const shownClaims = () => claims.id.map((_, claim) => claim).filter((claim) => visible.claims[claim]);
const shownActors = () => nodes.map((node) => node.id).filter((actor) => visible.nodes[actor]);

function sorted(rows, columns) {
  const { value } = columns.find((column) => column.key === table.sort) ?? columns[0];
  const compare = (a, b) => (typeof a === 'number' ? a - b : a.localeCompare(b, state.lang));
  return rows.map((row) => [value(row), row]).sort(([a, i], [b, j]) => (table.descending ? -1 : 1) * compare(a, b) || i - j).map(([, row]) => row);
}

function showTable() {
  if (!state.table) return;
  const columns = TABLES[table.kind];
  const rows = sorted(table.kind === 'claims' ? shownClaims() : shownActors(), columns);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  table.page = Math.min(table.page, pages - 1);
  const shown = rows.slice(table.page * PAGE_ROWS, (table.page + 1) * PAGE_ROWS);
  byId('table').replaceChildren(
    el('div', { class: 'switch', role: 'group' }, kindButton('claims'), kindButton('actors')),
    el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': words[table.kind] },
      el('table', {},
        el('caption', {}, `${words[table.kind]} (${number(rows.length)})`),
        el('thead', {}, el('tr', {}, ...columns.map(heading))),
        el('tbody', {}, ...shown.map((row) => el('tr', {}, ...columns.map((column) => cell(column, row))))))),
    el('div', { class: 'pages' }, turnButton(words.previous, -1, table.page > 0), fill(words.page_of, { p: table.page + 1, q: pages }), turnButton(words.next, 1, table.page < pages - 1)),
  );
}

const cell = (column, row) => el('td', { class: column.numeric ? 'number' : null }, column.cell ? column.cell(row) : el('bdi', {}, short(column.value(row), 200)));

function heading(column) {
  const active = column.key === table.sort;
  const arrow = active ? (table.descending ? ' ↓' : ' ↑') : '';
  const sort = () => {
    Object.assign(table, { descending: active ? !table.descending : Boolean(column.numeric), sort: column.key, page: 0 });
    showTable();
    byId('table').querySelector(`th[data-key="${column.key}"] button`).focus();
  };
  const order = active ? (table.descending ? 'descending' : 'ascending') : 'none';
  return el('th', { scope: 'col', 'aria-sort': order, 'data-key': column.key, class: column.numeric ? 'number' : null },
    el('button', { type: 'button', onclick: sort }, words[column.key] + arrow));
}

function kindButton(kind) {
  const change = () => {
    Object.assign(table, { kind, sort: 'articles', descending: true, page: 0 });
    showTable();
    byId('table').querySelector('[aria-pressed="true"]').focus();
  };
  return el('button', { type: 'button', 'aria-pressed': String(table.kind === kind), onclick: change }, words[kind]);
}

const turnButton = (label, step, possible) => el('button', { type: 'button', disabled: !possible, onclick: () => { table.page += step; showTable(); } }, label);

// A cell that a spreadsheet would run as a formula gets an apostrophe.
const csvCell = (value) => `"${clean(value ?? '').replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;

function csv() {
  const columns = ['sentence', 'subject', 'relation', 'object', 'polarity', 'modality', 'speaker', 'first', 'last', 'articles', 'outlets', 'independent', 'verified', 'quote', 'outlet', 'url'];
  const rows = shownClaims().map((claim) => {
    const [best] = evidenceOf(claim);
    return [sentence(claim), actors.name[claims.subject[claim]], claims.relation[claim], actors.name[claims.object[claim]],
      claims.polarity[claim], claims.modality[claim], claims.speaker[claim] < 0 ? '' : actors.name[claims.speaker[claim]],
      claims.first[claim], claims.last[claim], claims.articles[claim], claims.outlets[claim], claims.independent[claim], claims.verified[claim],
      best.quote.join(''), outletOf(best), articles.url[best.article]];
  });
  return `\ufeff${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function download() {
  const link = el('a', { href: URL.createObjectURL(new Blob([csv()], { type: 'text/csv' })), download: 'graph.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
