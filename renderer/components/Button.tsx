import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components';
import { Tip } from './Tooltip.tsx';

export type ButtonProps = Omit<AriaProps, 'children' | 'className'> & {
  readonly children: ReactNode;
  /** filled: the one most likely next act of a screen; danger: what cannot be undone. */
  readonly look?: 'plain' | 'filled' | 'danger' | 'quiet';
  readonly icon?: ReactNode;
  readonly busy?: boolean;
  readonly tip?: string;
};

export function Button({ look = 'plain', icon, busy = false, tip, children, isDisabled, ...rest }: ButtonProps) {
  const button = (
    <AriaButton {...rest} isDisabled={isDisabled === true || busy} isPending={busy} className={`button ${look}`}>
      {icon}
      <span className="cut">{children}</span>
    </AriaButton>
  );
  return tip === undefined ? button : <Tip text={tip}>{button}</Tip>;
}

export type IconButtonProps = Omit<AriaProps, 'children' | 'className' | 'aria-label'> & {
  /** Said by screen readers and shown on hover. */
  readonly label: string;
  readonly keys?: string;
  readonly children: ReactNode;
  readonly pressed?: boolean;
};

export function IconButton({ label, keys, children, pressed, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} {...(keys === undefined ? {} : { keys })}>
      <AriaButton {...rest} aria-label={label} className={`icon-button${pressed === true ? ' pressed' : ''}`}>
        {children}
      </AriaButton>
    </Tip>
  );
}
