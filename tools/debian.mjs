// Installs the Debian packages that a purpose needs: `node tools/debian.mjs window tests`.
// Runs on Node 20 or newer. Never starts a service: tests start the servers that they need by themselves.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fonts = ['fonts-dejavu-core', 'fonts-liberation', 'fonts-paratype'];

export const purposes = {
  /** To show the program in a window where Electron's own runtime cannot be had. */
  window: ['chromium', ...fonts],
  /** To show the program, without a screen to show it on. */
  screens: ['chromium', 'xvfb', 'xauth', ...fonts],
  tests: [
    'chromium',
    'xvfb',
    'xauth',
    'dovecot-imapd',
    'postfix',
    'openssl',
    'libengine-gost-openssl',
    'python3-cryptography-vectors',
    'poppler-utils',
    'libxml2-utils',
    'p7zip-full',
    ...fonts,
  ],
};

/** Names of the purposes' packages that are not installed; none where there is no dpkg to ask. */
export function lackingDebianPackages(names) {
  const wanted = [...new Set(names.flatMap((name) => purposes[name]))];
  const asked = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...wanted], { encoding: 'utf8' });
  if (asked.error) return [];
  const installed = new Set(asked.stdout.split('\n').map((line) => line.split(' ')).filter(([, status]) => status === 'installed').map(([name]) => name));
  return wanted.filter((name) => !installed.has(name));
}

/**
 * Installs what lacks, where this is Debian (or its kin) and this person may install. Speaks on standard error.
 * Returns what still lacks.
 */
export function installDebianPackages(names) {
  const lacking = lackingDebianPackages(names);
  if (lacking.length === 0) return [];
  const become = rightsToInstall();
  if (become === undefined) {
    console.error(`Debian packages are missing: ${lacking.join(' ')}\nInstall them with:\n  sudo apt-get install --no-install-recommends ${lacking.join(' ')}`);
    return lacking;
  }
  console.error(`Installing Debian packages: ${lacking.join(' ')}…`);
  install(become, lacking);
  return stillLacking(become, names);
}

function install(become, packages) {
  apt(become, ['update', '-qq']);
  apt(become, ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

// One package that this release lacks must not keep the others out.
function stillLacking(become, names) {
  for (const name of lackingDebianPackages(names)) apt(become, ['install', '-y', '-qq', '--no-install-recommends', name]);
  const lacking = lackingDebianPackages(names);
  if (lacking.length > 0) console.error(`These Debian packages could not be installed: ${lacking.join(' ')}`);
  return lacking;
}

/** The words to put before a command so that it runs with root's rights; undefined when there is no way without asking. */
function rightsToInstall() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

// While it runs, and only then, packages are told by policy-rc.d that their services must not start.
const quietly = `
if [ ! -e /usr/sbin/policy-rc.d ]; then
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  trap 'exit 1' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
fi
DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@"
`;

function apt(become, args) {
  const [command, ...rest] = [...become, 'sh', '-c', quietly, 'apt-get', ...args];
  return spawnSync(command, rest, { stdio: ['ignore', 2, 2] }).status === 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  if (names.length === 0 || names.some((name) => !(name in purposes))) {
    console.error(`Name one or more of: ${Object.keys(purposes).join(', ')}`);
    process.exitCode = 2;
  } else process.exitCode = installDebianPackages(names).length === 0 ? 0 : 1;
}
