// Chromium knows no scheme of ours. An address app://host/path is shown to it as https://host.app.standin/path.
const DOMAIN = 'standin';
const own = new Set<string>();

export function ownScheme(scheme: string): void {
  own.add(scheme);
}

/** The address as Chromium gets it. */
export function toChromium(address: string): string {
  const { protocol, host, pathname, search, hash } = new URL(address);
  const scheme = protocol.slice(0, -1);
  return own.has(scheme) ? `https://${host}.${scheme}.${DOMAIN}${pathname || '/'}${search}${hash}` : address;
}

/** The address as the program knows it. */
export function fromChromium(address: string): string {
  const match = /^https:\/\/([^/]*)\.([a-z][a-z0-9+-]*)\.standin(\/.*)?$/.exec(address);
  return match !== null && own.has(match[2]!) ? `${match[2]}://${match[1]}${match[3] ?? '/'}` : address;
}
