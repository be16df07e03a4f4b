export type Preventable = { defaultPrevented: boolean; preventDefault(): void };

/** An event whose default act a listener may prevent. */
export function preventable(): Preventable {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}
