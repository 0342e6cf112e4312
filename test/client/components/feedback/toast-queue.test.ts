import { expect, it } from 'vitest';
import { type QueuedToast, ToastQueue } from '../../../../client/src/components/feedback/toast-queue.js';

const toast = (title: string): QueuedToast => ({ title, detail: undefined, undo: undefined, isFailure: false });

it('[LIVE-71] shows what was reported before toasts could be shown, in its order, and each once', () => {
  const queue = new ToastQueue();
  const shown: string[] = [];
  queue.add(toast('first'));
  queue.add(toast('second'));
  const end = queue.showWith(({ title }) => shown.push(title));
  queue.add(toast('third'));
  expect(shown).toEqual(['first', 'second', 'third']);
  end();
  queue.add(toast('fourth'));
  queue.showWith(({ title }) => shown.push(title));
  expect(shown).toEqual(['first', 'second', 'third', 'fourth']);
});
