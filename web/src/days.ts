/** Days as numbers since 1970-01-01, and as texts. */
export type Day = number;

const MILLISECONDS = 86_400_000;
const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;
const NAMES = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** The day of a text such as 2024-12-04; null where it is none. */
export function dayOf(text: string | null | undefined): Day | null {
  if (!text || !ISO.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time / MILLISECONDS;
}

/** 2024-12-04 */
export const isoOf = (day: Day): string => new Date(day * MILLISECONDS).toISOString().slice(0, 10);
/** Wed 4 December 2024 */
export const longOf = (day: Day): string => NAMES.format(day * MILLISECONDS).replace(",", "");
/** 4 Dec */
export const shortOf = (day: Day): string => SHORT.format(day * MILLISECONDS);
/** Dec 2024 */
export const monthOf = (day: Day): string => MONTH.format(day * MILLISECONDS);

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Days at which an axis over a window is marked, at most so many, with their labels. */
export function ticks(first: Day, last: Day, most: number): { day: Day; label: string }[] {
  const span = Math.max(last - first, 1);
  if (span <= most * 10) {
    const step = [1, 2, 5, 10].find((one) => span / one <= most) ?? 10;
    const found = [];
    for (let day = first; day <= last; day += step) found.push({ day, label: shortOf(day) });
    return found;
  }
  const months = span / 30.44;
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((one) => months / one <= most) ?? 12_000;
  const found = [];
  const start = new Date(first * MILLISECONDS);
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth() + 1; ; month += 1) {
    if (month % step) continue;
    const day = Date.UTC(Math.floor(month / 12), month % 12) / MILLISECONDS;
    if (day > last) return found;
    found.push({ day, label: step % 12 ? monthOf(day) : String(Math.floor(month / 12)) });
  }
}
