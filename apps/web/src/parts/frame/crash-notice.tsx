import { Component, type ReactNode } from 'react';

/** A page that fails leaves the way to the others open. */
export class CrashNotice extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <p className="notice notice-bad" role="alert">
        {this.props.text}
      </p>
    );
  }
}
