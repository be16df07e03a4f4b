/** R_T_A_K_O_GGGGMMDD_N, the name of an exchange file without its extension. */
export type ExchangeName = {
  /** R_T, e.g. NO_NDFL6. */
  readonly prefix: string;
  readonly transit: string;
  readonly authority: string;
  /** ИНН+КПП (19 digits) or ИНН (12, 10): of the sender. */
  readonly sender: string;
  readonly taxNumber: string;
  readonly kpp: string | undefined;
  readonly date: string;
  readonly id: string;
};

const pattern = /^([A-Z]{2}_[A-Z0-9.]{1,20})_(\d{4})_(\d{4})_(\d{19}|\d{9}[0-9A-Z]{10}|\d{10}\d{4}[0-9A-Z]{2}\d{3}|\d{12}|\d{10})_(\d{8})_([A-Za-z0-9_-]{1,36})$/;

export function parseExchangeName(name: string): ExchangeName | undefined {
  const match = pattern.exec(name);
  if (match === null) return undefined;
  const [, prefix, transit, authority, sender, date, id] = match as unknown as readonly string[];
  const person = sender!.length === 12;
  return {
    prefix: prefix!,
    transit: transit!,
    authority: authority!,
    sender: sender!,
    taxNumber: person ? sender! : sender!.slice(0, 10),
    kpp: sender!.length === 19 ? sender!.slice(10) : undefined,
    date: date!,
    id: id!,
  };
}

/** The name without its extension (.xml only: a form's prefix may hold a full stop). */
export function bareName(fileName: string): string {
  return fileName.replace(/\.xml$/i, '');
}
