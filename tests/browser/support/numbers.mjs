// Numbers and times as the dashboard writes them, written again for the comparison.

/** 12,345 */
export const integer = (value) => value.toLocaleString('en-US');

// Three digits that matter, without a trailing fraction of zeros.
const threeDigits = (value) => {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};

/** 12.3k; in Chinese 1.23万 */
export function compact(value, language = 'en') {
  const units = language === 'zh' ? [[1e12, '万亿'], [1e8, '亿'], [1e4, '万']] : [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'k']];
  for (const [size, name] of units) if (Math.abs(value) >= size * 0.9995) return threeDigits(value / size) + name;
  return Number.isInteger(value) ? String(value) : threeDigits(value);
}

/** What the pictures of a key's `activity` say. */
export function activity(counts, language = 'en') {
  const sum = counts.reduce((all, count) => all + count, 0);
  if (language === 'zh') return sum === 0 ? '最近 1 小时没有请求' : `最近 1 小时 ${integer(sum)} 次请求，每 2 分钟最多 ${integer(Math.max(...counts))} 次`;
  if (sum === 0) return 'No request in the last hour';
  return `${integer(sum)} ${sum === 1 ? 'request' : 'requests'} in the last hour, at most ${integer(Math.max(...counts))} within 2 minutes`;
}

/** "1.5 MiB" as a number of bytes. */
export function bytes(text) {
  const [, number, unit] = /^([\d.,]+) (B|KiB|MiB|GiB)$/.exec(text);
  return Number(number.replace(/,/g, '')) * 1024 ** ['B', 'KiB', 'MiB', 'GiB'].indexOf(unit);
}

/** 2026-11-27 18:05 in the zone of this machine, which is the browser's, too. */
export function dateTime(at) {
  const date = new Date(at);
  const part = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())} ${part(date.getHours())}:${part(date.getMinutes())}`;
}
