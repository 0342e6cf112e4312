import { type ComponentType, lazy, Suspense } from 'react';

/**
 * A part that is loaded when it is shown for the first time, such as a dialog: opening a page does not wait for what nobody has asked
 * for yet.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(() => load().then((part) => ({ default: part })));
  return function LazyPart(props: Props) {
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
