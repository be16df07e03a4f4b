import { useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import type { GridColumn } from './DataGrid.tsx';

/** The columns that the frame has room for. */
export function useFitting<Row>(columns: readonly GridColumn<Row>[], frame: RefObject<HTMLDivElement | null>): readonly GridColumn<Row>[] {
  const [width, setWidth] = useState(window.innerWidth);
  useLayoutEffect(() => {
    if (frame.current === null) return undefined;
    setWidth(frame.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  const shown = columns.filter((column) => (column.from ?? 0) <= width);
  const ids = shown.map((column) => column.id).join(' ');
  // The same columns are the same list, whatever the width: the rows need not be drawn again.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => shown, [columns, ids]);
}
