import { Component, type ReactNode } from 'react';
import { Page } from '../components/ui/page.js';
import { Problem } from '../components/ui/states.js';

interface Props {
  /** What is shown when a page breaks, as its heading. */
  title: string;
  children: ReactNode;
}

/** A page that breaks says so, and leaves the frame around it alive. Often it is a part of it that a newer build no longer has: loading anew helps. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    const { children, title } = this.props;
    if (!this.state.broken) return children;
    return (
      <Page title={title}>
        <Problem error={{}} retry={() => window.location.reload()} />
      </Page>
    );
  }
}
