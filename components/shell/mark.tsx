/** The product's mark: one node that hands on to another. */
export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4f46e5" />
      <path
        d="M9 11h5a5 5 0 0 1 5 5v0a5 5 0 0 0 5 5"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="9" cy="11" r="3" fill="#fff" />
      <circle cx="23.5" cy="21" r="3" fill="#fff" />
    </svg>
  );
}
