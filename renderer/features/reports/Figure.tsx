/** One number of the headline. */
export function Figure({ name, value, note, tone }: { readonly name: string; readonly value: string; readonly note?: string; readonly tone?: 'good' | 'bad' | 'wait' | undefined }) {
  return (
    <div className={`figure ${tone ?? ''}`}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {note === undefined ? null : <span className="soft small">{note}</span>}
      </dd>
    </div>
  );
}
