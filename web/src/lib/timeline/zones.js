// Times in words, in a zone of choice. Instants are microseconds since 1970.

const formats = new Map();
const format = (zone) => {
  if (!formats.has(zone)) {
    formats.set(
      zone,
      new Intl.DateTimeFormat("en-CA", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
      }),
    );
  }
  return formats.get(zone);
};

const parts = (us, zone) => {
  const found = {};
  for (const { type, value } of format(zone).formatToParts(Math.floor(us / 1000))) found[type] = value;
  return found;
};

export const dateText = (us, zone) => {
  const p = parts(us, zone);
  return `${p.year}-${p.month}-${p.day}`;
};

// "05:54:53.12"; `step` (microseconds) leaves out what is finer.
export const clockText = (us, zone, step = 1) => {
  const p = parts(us, zone);
  if (step >= 60e6) return `${p.hour}:${p.minute}`;
  const rest = ((us % 1e6) + 1e6) % 1e6;
  const digits = step >= 1e6 ? "" : String(Math.floor(rest)).padStart(6, "0").replace(/0+$/, "");
  return `${p.hour}:${p.minute}:${p.second}${digits ? `.${digits}` : ""}`;
};

export const timeText = (us, zone, day) => {
  const date = dateText(us, zone);
  const rounded = Math.floor(us / 1000) * 1000;
  return date === day ? clockText(rounded, zone) : `${date} ${clockText(rounded, zone)}`;
};

// Reads what the server writes in `datetime`.
export const fromIso = (iso) => {
  const found = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(iso);
  if (!found) return NaN;
  const ms = Date.parse(`${found[1]}${found[3]}`);
  return ms * 1000 + Number((found[2] ?? "").padEnd(6, "0").slice(0, 6) || 0);
};

export const isZone = (name) => {
  try {
    format(name);
    return true;
  } catch {
    return false;
  }
};

// How a zone stands to UTC at a time: "+02:00".
export const offsetText = (us, zone) => {
  const p = parts(us, zone);
  const local = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
  const minutes = Math.round((local - Math.floor(us / 1e6) * 1000) / 60000);
  const size = Math.abs(minutes);
  const two = (n) => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 50e3, 100e3, 200e3, 500e3, 1e6, 2e6, 5e6, 10e6,
  15e6, 30e6, 60e6, 120e6, 300e6, 600e6, 900e6, 1800e6, 3600e6, 7200e6, 10800e6, 21600e6, 43200e6, 86400e6,
  172800e6, 604800e6, 1209600e6, 2592000e6, 7776000e6, 31536000e6,
];

export const stepFor = (usPerPixel, apart = 90) =>
  STEPS.find((step) => step / usPerPixel >= apart) ?? STEPS.at(-1);

// Where the axis has lines: whole steps of local time.
export const ticks = (from, to, usPerPixel, zone) => {
  const step = stepFor(usPerPixel);
  let shift = 0;
  if (step >= 60e6) {
    const [sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(offsetText(from, zone)).slice(1);
    shift = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60e6;
  }
  const list = [];
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to && list.length < 100; at += step)
    list.push(at);
  return { step, list };
};

export const lengthText = (us) => {
  const s = us / 1e6;
  if (s < 1) return `${Math.round(us / 100) / 10} ms`;
  if (s < 60) return `${Math.round(s * 10) / 10} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.round((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.round((s % 86400) / 3600)} h`;
};
