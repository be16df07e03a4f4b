import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { splitMoved } from '../app/preferences.ts';
import { useSend, useStore } from '../app/store.ts';
import { useText } from '../app/texts.ts';

export type SplitPaneProps = {
  /** The split is remembered under this name. */
  readonly name: string;
  readonly side: 'right' | 'below';
  readonly first: ReactNode;
  /** null: the first pane has the whole place. */
  readonly second: ReactNode;
  /** Share of the first pane to begin with. */
  readonly share?: number;
  readonly label?: string;
};

/** Two panes and a rule between them, moved by mouse or arrows. F6 goes from pane to pane (data-pane). */
export function SplitPane({ name, side, first, second, share = 0.6, label }: SplitPaneProps) {
  const t = useText();
  const send = useSend();
  const key = `${name}.${side}`;
  const now = useStore((state) => state.preferences.splits[key]) ?? share;
  const box = useRef<HTMLDivElement>(null);
  const move = (next: number) => send(splitMoved({ name: key, share: Math.min(0.85, Math.max(0.15, next)) }));
  const drag = (event: PointerEvent) => {
    if (!(event.target as Element).hasPointerCapture(event.pointerId)) return;
    const frame = box.current!.getBoundingClientRect();
    move(side === 'right' ? (event.clientX - frame.left) / frame.width : (event.clientY - frame.top) / frame.height);
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -0.02, ArrowUp: -0.02, ArrowRight: 0.02, ArrowDown: 0.02 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(now + by);
  };
  return (
    <div ref={box} className={`split ${side}`}>
      <div className="pane" data-pane style={{ flexGrow: second === null ? 1 : now }}>
        {first}
      </div>
      {second === null ? null : (
        <>
          <div
            className="split-rule"
            role="separator"
            tabIndex={0}
            aria-label={label ?? t('split')}
            aria-orientation={side === 'right' ? 'vertical' : 'horizontal'}
            aria-valuenow={Math.round(now * 100)}
            aria-valuemin={15}
            aria-valuemax={85}
            onPointerDown={(event) => (event.target as Element).setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onKeyDown={step}
          />
          <div className="pane" data-pane style={{ flexGrow: 1 - now }}>
            {second}
          </div>
        </>
      )}
    </div>
  );
}
