import { Component, type ErrorInfo, type ReactNode } from 'react';
import { FailedNote } from './FailedNote.js';

interface ErrorBoundaryProps {
  /** What failed, as in "The chart". */
  readonly name: string;
  readonly children: ReactNode;
  /** Called once for each error, besides showing it. */
  readonly onError?: () => void;
}

/** Contains an error in one part of the page, and offers to retry that part. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(`${this.props.name} failed`, error, info.componentStack);
    this.props.onError?.();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <FailedNote
        title={`${this.props.name} could not be displayed`}
        detail={`${error.message}. Try again, or reload the page.`}
        onRetry={() => this.setState({ error: null })}
      />
    );
  }
}
