/** Exit codes of the command line; documented in docs/command-line.md. */
export const exitCodes = {
  done: 0,
  /** The command worked and its answer is no: a signature that does not hold, damage found, something left unsent. */
  negative: 1,
  usage: 2,
  /** The station or its archive failed. */
  failed: 3,
  /** Another program has the archive open. */
  locked: 4,
  notFound: 5,
  interrupted: 130,
} as const;

export const usage = `reception: the workstation without a window

  reception exchange       --station DIR            one exchange session: collect, examine, answer, send
  reception verify FILE    [--content FILE] [--trust DIR] [--at INSTANT]
                                                    judge a signature; needs no station
  reception search QUERY   --station DIR [--limit N]
  reception show ID        --station DIR            ID: registration number or id
  reception export         --station DIR --id ID --to DIR
  reception export         --station DIR --register FILE.csv|.xlsx|.pdf [--from DAY] [--to-day DAY]
  reception fixity         --station DIR            re-hash every object, walk the chain, check the seals
  reception seal           --station DIR            sign the journal's length and head
  reception backup FOLDER  --station DIR
  reception restore FOLDER --station DIR            FOLDER: a backup; DIR: a new, empty station folder
  reception rebuild-index  --station DIR

  --json                   one JSON value on standard output; messages go to standard error
  --help                   this text

Exit codes: 0 done · 1 the answer is no · 2 wrong usage · 3 the station failed · 4 the archive is in use · 5 not found
`;
