// How values travel between the main process and the preload world: JSON with tagged arrays.
// This text runs in both: imported by Node, and pasted (without the word "export") into the page's world.

export function encode(value) {
  return JSON.stringify(toWire(value, []));
}

export function decode(text) {
  return fromWire(JSON.parse(text));
}

function toWire(value, parents) {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
  if (value === undefined) return ['undefined'];
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (typeof value !== 'object' || parents.includes(value)) throw new Error('An object could not be cloned.');
  return objectToWire(value, [...parents, value]);
}

function objectToWire(value, parents) {
  const each = (item) => toWire(item, parents);
  if (Array.isArray(value)) return ['array', ...value.map(each)];
  if (value instanceof Date) return ['date', Number(value)];
  if (value instanceof Map) return ['map', ...[...value].map(([key, item]) => [each(key), each(item)])];
  if (value instanceof Set) return ['set', ...[...value].map(each)];
  if (value instanceof Error) return ['error', value.name, value.message];
  if (value instanceof ArrayBuffer) return ['bytes', 'ArrayBuffer', toBase64(new Uint8Array(value))];
  if (ArrayBuffer.isView(value)) return ['bytes', kindOfView(value), toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, each(item)]));
}

// A Buffer arrives as a Uint8Array, as it does over Electron's channel.
function kindOfView(view) {
  const name = Object.prototype.toString.call(view).slice(8, -1);
  return name === 'DataView' || name in readers ? name : 'Uint8Array';
}

function fromWire(wire) {
  if (wire === null || typeof wire !== 'object') return wire;
  if (Array.isArray(wire)) return tagged[wire[0]](wire.slice(1));
  return Object.fromEntries(Object.entries(wire).map(([key, item]) => [key, fromWire(item)]));
}

const tagged = {
  undefined: () => undefined,
  number: ([text]) => Number(text),
  bigint: ([text]) => BigInt(text),
  date: ([time]) => new Date(time === null ? NaN : time),
  array: (items) => items.map(fromWire),
  map: (entries) => new Map(entries.map(([key, item]) => [fromWire(key), fromWire(item)])),
  set: (items) => new Set(items.map(fromWire)),
  error: ([name, message]) => Object.assign(new Error(message), { name }),
  bytes: ([kind, text]) => viewOf(kind, fromBase64(text)),
};

const readers = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array };

function viewOf(kind, bytes) {
  if (kind === 'Uint8Array') return bytes;
  if (kind === 'ArrayBuffer') return bytes.buffer;
  return kind === 'DataView' ? new DataView(bytes.buffer) : new readers[kind](bytes.buffer);
}

function toBase64(bytes) {
  return typeof Buffer === 'undefined' ? bytes.toBase64() : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function fromBase64(text) {
  return typeof Buffer === 'undefined' ? Uint8Array.fromBase64(text) : new Uint8Array(Buffer.from(text, 'base64'));
}
