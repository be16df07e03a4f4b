/** A document as the screen shows it: plain data, never markup. */
export type FormSection = {
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly FormSection[];
};
export type FormView = { readonly title: string; readonly sections: readonly FormSection[] };

export type DocumentView =
  | { readonly as: 'form'; readonly form: FormView; readonly others: readonly ('xml' | 'text' | 'hex')[] }
  | { readonly as: 'xml'; readonly text: string; readonly cut: boolean; readonly others: readonly ('form' | 'text' | 'hex')[] }
  | { readonly as: 'text'; readonly text: string; readonly charset: string; readonly cut: boolean; readonly others: readonly ('form' | 'xml' | 'hex')[] }
  | {
      readonly as: 'hex';
      /** 16 bytes a row. */
      readonly rows: readonly { readonly offset: number; readonly hex: string; readonly text: string }[];
      readonly page: number;
      readonly pages: number;
      readonly size: number;
      readonly others: readonly ('form' | 'xml' | 'text')[];
    };
