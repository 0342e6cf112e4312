import type { ReactNode } from 'react';
import styles from './ComponentGallery.module.css';

/** Samples under a name, in rows; `wide` ones stand below each other. */
export function Samples(props: { readonly title: string; readonly isWide?: boolean; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{props.title}</h2>
      <div className={props.isWide === true ? styles.wide : styles.samples}>{props.children}</div>
    </section>
  );
}
