import { Component, type ReactNode } from 'react';
import { ErrorBox } from '../components/index.ts';
import { asWireError } from './station-api.ts';

/** A screen that breaks says so in its place; the rest of the window goes on. */
export class Catch extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main className="alone">
        <ErrorBox error={asWireError(this.state.error)} onAgain={() => this.setState({ error: undefined })} />
      </main>
    );
  }
}
