// Carries calls between the page's world and the preload world of one document. Pasted into both.
// Events of the document are the only thing that both worlds can touch; their names hold a key that the page cannot know.
function openBridge(key, side, other) {
  // Taken before any script of the page can replace them.
  const MadeEvent = CustomEvent;
  const dispatch = document.dispatchEvent.bind(document);
  const listen = document.addEventListener.bind(document);
  const prototypeOf = Object.getPrototypeOf;
  const plain = Object.prototype;

  const given = [];
  const numbers = new Map();
  const taken = new Map();
  const waiting = new Map();
  let promises = 0;
  let answer;

  const tell = (what, detail) => dispatch(new MadeEvent(`${key}-${other}-${what}`, { detail }));
  const hear = (what, listener) => listen(`${key}-${side}-${what}`, (event) => listener(event.detail));

  function pack(value) {
    if (typeof value === 'function') return { kind: 'function', id: numberOf(value) };
    if (value instanceof Promise) return { kind: 'promise', id: promised(value) };
    if (Array.isArray(value)) return { kind: 'array', items: value.map(pack) };
    if (isPlain(value)) return { kind: 'object', entries: Object.entries(value).map(([name, item]) => [name, pack(item)]) };
    return { kind: 'value', value };
  }

  function unpack(packed) {
    if (packed.kind === 'function') return proxyOf(packed.id);
    if (packed.kind === 'promise') return new Promise((resolve, reject) => waiting.set(packed.id, { resolve, reject }));
    if (packed.kind === 'array') return packed.items.map(unpack);
    if (packed.kind === 'object') return Object.fromEntries(packed.entries.map(([name, item]) => [name, unpack(item)]));
    return packed.value;
  }

  function isPlain(value) {
    return typeof value === 'object' && value !== null && (prototypeOf(value) === plain || prototypeOf(value) === null);
  }

  // The same function keeps its number, and comes out as the same function: listeners can be taken off again.
  function numberOf(callee) {
    if (!numbers.has(callee)) numbers.set(callee, given.push(callee) - 1);
    return numbers.get(callee);
  }

  function proxyOf(id) {
    if (!taken.has(id)) taken.set(id, (...args) => call(id, args));
    return taken.get(id);
  }

  function call(id, args) {
    tell('call', { id, args: args.map(pack) });
    // The event's detail is cloned on its way; what cannot be arrives as nothing.
    if (answer === undefined) throw new Error('An object could not be cloned.');
    const { error, value } = answer;
    answer = undefined;
    if (error !== undefined) throw new Error(error);
    return unpack(value);
  }

  function promised(promise) {
    const id = promises++;
    const settle = (outcome) => tell('settle', { id, ...outcome });
    promise.then((value) => settle({ value: pack(value) }), (error) => settle({ error: wordsOf(error) }));
    return id;
  }

  const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

  hear('call', (asked) => {
    if (asked === null) return;
    const { id, args } = asked;
    let outcome;
    try {
      outcome = { value: pack(given[id](...args.map(unpack))) };
    } catch (error) {
      outcome = { error: wordsOf(error) };
    }
    tell('answer', outcome);
  });
  hear('answer', (outcome) => void (answer = outcome ?? undefined));
  hear('settle', ({ id, error, value }) => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) promise?.resolve(unpack(value));
    else promise?.reject(new Error(error));
  });
  return { tell, hear, pack, unpack };
}
