// What must hold of the texts on any page: whole, apart from one another, in the chosen language.

// Names and what is written alike everywhere.
const ALLOWED = [
  /https?:\/\/\S+/g, /\b(sk|key|user|req|gemini|gemma|models?)[-_/][\w.…/-]*/gi, /AIza\S*/g, /\/[\w./-]+/g, /\b[\w.-]+-[\w.-]+\b/g,
  /\bGEMINI\w*\b/g, /\bv?\d+(\.\d+)+\b/g, /\([0-9a-f]{7,}\)/g,
  /\b(Gemini|geminid|Google|Pacific|RPM|TPM|RPD|API|CPU|Token|tokens?|JSON|CSV|HTTP|UTC|ID|IP|OAuth|Claude|Code|curl|Python|Node|OpenAI|Anthropic|Flash|Pro|Lite|English|AI|Studio|Get|key|Enter|Shift|ms|KiB|MiB|GiB|ext|overlay|tmpfs|info|debug|warn|error|trace|environment|playground|fast|chat|messages)\b/gi,
];

const texts = new Set(['text', 'heading', 'status', 'alert']);

function intersects([ax, ay, aw, ah], [bx, by, bw, bh]) {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  return width > 3 && height > 3;
}

/** Texts of which an edge hides a part, or which go beyond the screen. */
export function cutTexts(items, { width }) {
  return items.filter(({ cut, rect, role }) => (cut && role !== 'img') || rect[0] < -1 || rect[0] + rect[2] > width + 1).map(({ role, label }) => `${role} "${label}" is cut`);
}

/** Pairs of texts of one window that lie over one another. */
export function overlaps(items) {
  const shown = items.filter(({ role }) => texts.has(role));
  const found = [];
  for (const [n, one] of shown.entries())
    for (const other of shown.slice(n + 1))
      if (one.window === other.window && one.label !== other.label && intersects(one.rect, other.rect))
        found.push(`"${one.label}" ${JSON.stringify(one.rect)} and "${other.label}" ${JSON.stringify(other.rect)} overlap`);
  return found;
}

// A request's row begins with its time and may hold the server's own words.
const isRequest = (label) => /^\d\d:\d\d:\d\d /.test(label);

/** In Chinese: what still has English words in it. */
export function untranslated(items) {
  return items.filter(({ label }) => !isRequest(label) && /[A-Za-z]{2,}/.test(ALLOWED.reduce((rest, pattern) => rest.replace(pattern, ' '), label))).map(({ role, label }) => `${role} "${label}" is not translated`);
}

/** All of these of what is on the screen now. */
export async function layoutFaults(dashboard, language) {
  const items = await dashboard.items();
  const faults = [...cutTexts(items, dashboard.page.viewportSize()), ...overlaps(items)];
  return language === 'zh' ? [...faults, ...untranslated(items)] : faults;
}

/** The same of a page from its top to its end. */
export async function layoutFaultsOfPage(dashboard, language) {
  const found = new Set();
  let before;
  // Live numbers may change what stands there; the places of the texts are what scrolling moves.
  for (let screens = 0; screens < 12; ++screens) {
    for (const fault of await layoutFaults(dashboard, language)) found.add(fault);
    const now = (await dashboard.items()).map(({ rect, role }) => `${role}${rect.slice(0, 2)}`).join(' ');
    if (now === before) break;
    before = now;
    await dashboard.scroll(0.8);
  }
  return [...found];
}
