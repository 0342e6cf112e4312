import { useState } from 'react';
import { NavLink } from 'react-router';
import { TimeMachineLink } from '../history/TimeMachineLink.js';
import styles from './MainNav.module.css';
import { PAGES } from './pages.js';
import { SignedIn } from './SignedIn.js';
import { usePages } from './use-pages.js';

/** Those that a thumb reaches at once on a phone; the others are in the menu. */
const AT_HAND = PAGES.filter(({ label }) => ['Overview', 'Alerts', 'Tunnels', 'Events'].includes(label));

/** The navigation: a rail at the left, and on a narrow screen a bar at the bottom with a menu of the rest. */
export function MainNav() {
  const [isOpen, setIsOpen] = useState(false);
  const pages = usePages();
  return (
    <nav className={[styles.nav, isOpen ? styles.open : ''].join(' ')} aria-label="Main">
      <div className={styles.bar}>
        <NavLink to="/" className={styles.brand ?? ''} end>
          <BrandMark />
          Tunnelwatch
        </NavLink>
        <span className={styles.hand}>
          {AT_HAND.map((page) => (
            <NavLink
              key={page.to}
              to={page.to}
              end={page.end}
              className={styles.handLink ?? ''}
              onClick={() => setIsOpen(false)}
            >
              {page.label}
            </NavLink>
          ))}
        </span>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls="pages"
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Close' : 'Menu'}
        </button>
      </div>
      <ul id="pages" className={isOpen ? styles.listOpen : styles.list}>
        {pages.map((page) => (
          <li key={page.to} className={AT_HAND.some(({ to }) => to === page.to) ? styles.atHand : undefined}>
            <NavLink to={page.to} end={page.end} className={styles.link ?? ''} onClick={() => setIsOpen(false)}>
              {page.label}
            </NavLink>
          </li>
        ))}
        {/* Elsewhere they are in the strip at the top. */}
        <li className={styles.onPhone}>
          <TimeMachineLink className={styles.link} onClick={() => setIsOpen(false)} />
        </li>
        <li className={styles.onPhone}>
          <SignedIn />
        </li>
      </ul>
    </nav>
  );
}

function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="1.375rem" height="1.375rem" aria-hidden="true">
      <path
        d="M2 17h6l3-9 5 17 4-12 2 4h8"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
