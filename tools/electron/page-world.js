// Runs in the page's own world, before the page's scripts: puts there what the preload script exposes.
function receiveExposed(key) {
  const bridge = openBridge(key, 'page', 'preload');
  bridge.hear('expose', ({ name, api }) => {
    Object.defineProperty(window, name, { value: freeze(bridge.unpack(api)), enumerable: true });
  });

  function freeze(value) {
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
    Object.values(value).forEach(freeze);
    return Object.freeze(value);
  }
}
