// Who may import whom. Each rule's comment says where the code belongs instead.

const rooms = ['archive', 'signatures', 'formats', 'channels', 'papers'];
const tests = '\\.test\\.tsx?$|/testing/';

/** Code of the product under a path, without its tests and what only they use. */
const under = (path, pathNot = []) => ({ path, pathNot: [tests, ...pathNot] });

const between = rooms.map((room) => ({
  name: `${room}-knows-no-other-room`,
  comment: `main/${room} may import main/domain and itself only. What two rooms need is a noun of main/domain; what brings rooms together is a desk in main/desks.`,
  severity: 'error',
  from: under(`^main/${room}/`),
  to: { path: '^(main|demo|renderer|preload)/', pathNot: [`^main/${room}/`, '^main/domain/', '^main/app-root\\.ts$'] },
}));

const only = (name, packages, home, comment) => ({
  name,
  comment,
  severity: 'error',
  from: under('^(main|preload|renderer)/', [home]),
  to: { path: packages },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Modules that import each other in a circle are one module. Move what both need into a third, or give it as an argument.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'The module cannot be found: a wrong path, or a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that package.json does not name is there by chance. Add it, pinned exactly, or do without.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-needs-no-development-package',
      comment: 'Main and preload run from what is packaged: move the package to "dependencies". (The renderer is bundled, and the demo is not packaged.)',
      severity: 'error',
      from: under('^main/'),
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ['node_modules/(@types/|electron/)'] },
    },
    {
      name: 'domain-knows-nobody',
      comment: 'main/domain holds nouns and rules without I/O: what reads, writes or asks belongs in a room (archive, signatures, formats, channels, papers) or at a desk.',
      severity: 'error',
      from: under('^main/domain/'),
      to: { pathNot: ['^main/domain/', '^node_modules/zod/'] },
    },
    ...between,
    {
      name: 'desks-never-meet',
      comment: 'Desks meet through the archive only. What two desks need belongs in main/domain, or in the room that does the work.',
      severity: 'error',
      from: under('^main/desks/([^/]+)/'),
      to: { path: '^main/desks/[^/]+/', pathNot: ['^main/desks/$1/'] },
    },
    {
      name: 'desks-look-down',
      comment: 'Desks know rooms and the domain. What a window asks for belongs in main/ipc; what puts desks together belongs in main/station.ts; work that costs processor time is done in main/workbench and handed to the desk as a function.',
      severity: 'error',
      from: under('^main/desks/'),
      to: { path: '^(main/(ipc|host|command-line)/|main/(station|main|cli)[^/]*\\.ts$|renderer/)' },
    },
    {
      name: 'workbench-stands-above-desks',
      comment: 'main/workbench runs the work of rooms and desks in threads: it knows both, and nobody who asks for the work. What a task needs to know comes with it as plain data.',
      severity: 'error',
      from: under('^main/workbench/'),
      to: { path: '^(main/(ipc|host|command-line|archive|channels|papers)/|main/(station|main|cli)[^/]*\\.ts$|renderer/)' },
    },
    {
      name: 'workbench-is-hired-by-the-station',
      comment: 'Only main/station.ts opens the workbench. A desk is handed it, or the functions that it needs, and knows its type at most.',
      severity: 'error',
      from: under('^(main|preload|demo)/', ['^main/workbench/', '^main/station\\.ts$']),
      to: { path: '^main/workbench/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'station-is-opened-at-the-top',
      comment: 'The whole station is known to the programs alone: main/main.ts, main/cli.ts with main/command-line, and the demo. What a part needs of another it is handed by main/station.ts.',
      severity: 'error',
      from: under('^(main|preload)/', ['^main/(station[^/]*|main|cli)\\.ts$', '^main/command-line/']),
      to: { path: '^main/station[^/]*\\.ts$' },
    },
    {
      name: 'command-line-is-a-window-of-its-own',
      comment: 'main/command-line stands beside main/ipc: it reads words, calls the station and prints. Only main/cli.ts runs it, and it knows neither the service window nor the desktop.',
      severity: 'error',
      from: under('^main/command-line/'),
      to: { path: '^main/(ipc|host|workbench|papers|formats|channels)/' },
    },
    {
      name: 'only-cli-runs-the-command-line',
      comment: 'Commands are for main/cli.ts. What another part wants of a command belongs at a desk.',
      severity: 'error',
      from: under('^(main|preload|renderer|demo)/', ['^main/command-line/', '^main/cli\\.ts$']),
      to: { path: '^main/command-line/' },
    },
    {
      name: 'nobody-leans-on-the-demo',
      comment: 'The demo is a guest of the station and no part of the package: it may import main, and only itself, its tests and the tools that start it import it.',
      severity: 'error',
      from: under('^(main|preload|renderer|bench)/'),
      to: { path: '^demo/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'A folder named testing holds what tests of its room share. What the product needs of it belongs beside it.',
      severity: 'error',
      from: under('^(main|preload|renderer|demo)/'),
      to: { path: '/testing/' },
    },
    {
      name: 'contract-is-types',
      comment: 'Desks and ipc may take types from preload/contract.ts; code that they share with the window belongs in main/domain.',
      severity: 'error',
      from: under('^main/', ['^main/ipc/']),
      to: { path: '^preload/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ipc-goes-through-desks',
      comment: 'A handler is a few lines that call a desk. What it does in a room by itself belongs at a desk.',
      severity: 'error',
      from: under('^main/ipc/'),
      to: { path: '^main/(archive|signatures|formats|channels|papers|host)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-enters-the-host',
      comment: 'main/host knows Electron, and only main/main.ts starts it. What the station needs of the desktop it is given (main/host/host-port.ts, types).',
      severity: 'error',
      from: under('^(main|demo|preload|renderer)/', ['^main/host/', '^main/main\\.ts$']),
      to: { path: '^main/host/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'host-knows-no-room',
      comment: 'The host shows a window and passes calls on. Work of the station belongs behind main/ipc.',
      severity: 'error',
      from: under('^main/host/'),
      to: { path: '^main/(archive|signatures|formats|channels|papers|desks|ipc)/' },
    },
    {
      name: 'window-has-types-only',
      comment: 'The window and the preload script reach the station by calls. From main they may take types, and rules without I/O of main/domain.',
      severity: 'error',
      from: under('^(renderer|preload)/'),
      to: { path: '^(main|demo)/', pathNot: ['^main/domain/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'station-knows-no-window',
      comment: 'The main process never imports the renderer: what both need is a type of preload/contract.ts or a rule of main/domain.',
      severity: 'error',
      from: { path: '^(main|preload|demo)/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'product-needs-no-tests',
      comment: 'Code of the product, and of the demo, must not lean on tests, tools or measurements.',
      severity: 'error',
      from: under('^(main|preload|renderer|demo)/'),
      to: { path: '^(tests|tools|bench)/' },
    },
    only('electron-only-in-host', '^(electron$|node_modules/electron/)', '^(main/host/|main/main\\.ts$|preload/bridge\\.ts$)', 'Electron is known to main/host, main/main.ts and preload/bridge.ts only, so that all else runs and is tested under plain Node. Ask for what you need through main/host/host-port.ts.'),
    only('pkijs-only-in-cms', '^node_modules/(pkijs|asn1js|pvutils|pvtsutils)/', '^main/signatures/cms\\.ts$', 'pkijs and asn1js are known to main/signatures/cms.ts only: it gives plain values to the rest.'),
    only('mail-is-read-in-two-rooms', '^node_modules/mailparser/', '^main/(channels/mailbox/|formats/)', 'Mail is read in main/channels/mailbox (for its sender) and in main/formats (for its contents).'),
    only('imap-and-smtp-only-in-mailbox', '^node_modules/(imapflow|nodemailer)/', '^main/channels/mailbox/', 'IMAP and SMTP belong in main/channels/mailbox.'),
    only('sql-only-in-index', '^(node:)?sqlite$', '^main/archive/index/', 'Every SQL statement of the product stands in main/archive/index. Ask the archive.'),
    only('lowdb-only-in-papers', '^node_modules/lowdb/', '^main/papers/', 'Working papers belong in main/papers.'),
    only('broker-only-in-channels', '^node_modules/rhea/', '^main/channels/', 'AMQP belongs in main/channels.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|release)/|^tests/[^/]+/fixture/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'] },
    preserveSymlinks: true,
  },
};
