// The page's few icons, drawn on one 16-pixel grid with one stroke.
import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" aria-hidden="true">
      {children}
    </svg>
  );
}

const line = { stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round' } as const;
const joined = { ...line, 'stroke-linejoin': 'round' } as const;

export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.4v9.2L12.4 8z" fill="currentColor" {...joined} />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M5.25 3.75v8.5M10.75 3.75v8.5" {...line} stroke-width="2.5" />
  </Icon>
);

export const StepIcon = () => (
  <Icon>
    <path d="M3.5 4v8L9 8z" fill="currentColor" {...joined} />
    <path d="M12 3.75v8.5" {...line} stroke-width="2" />
  </Icon>
);

export const StepBackIcon = () => (
  <Icon>
    <path d="M12.5 4v8L7 8z" fill="currentColor" {...joined} />
    <path d="M4 3.75v8.5" {...line} stroke-width="2" />
  </Icon>
);

export const StartIcon = () => (
  <Icon>
    <path d="M13 4v8L8.5 8zM8 4v8L3.5 8z" fill="currentColor" {...joined} />
  </Icon>
);

export const EndIcon = () => (
  <Icon>
    <path d="M3 4v8L7.5 8zM8 4v8l4.5-4z" fill="currentColor" {...joined} />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" {...line} />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M3.5 8.5l3 3 6-7" {...joined} stroke-width="2" />
  </Icon>
);

export const LabsIcon = () => (
  <Icon>
    <path
      d="M6 2.5h4M6.75 2.5v4L3.4 12.1a1 1 0 0 0 .87 1.4h7.46a1 1 0 0 0 .87-1.4L9.25 6.5v-4"
      {...joined}
    />
    <path d="M5.2 10h5.6" {...line} />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <rect x="3.75" y="3.75" width="8.5" height="8.5" rx="1.5" fill="currentColor" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" {...line} />
    <path
      d="M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.85.85M11.75 11.75l.85.85M3.4 12.6l.85-.85M11.75 4.25l.85-.85"
      {...line}
    />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" {...joined} />
  </Icon>
);

export const AutoIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.75" {...line} />
    <path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor" />
  </Icon>
);

export const SlidersIcon = () => (
  <Icon>
    <path d="M2 5h6M12 5h2M2 11h2M8 11h6" {...line} />
    <circle cx="10" cy="5" r="1.75" {...line} />
    <circle cx="6" cy="11" r="1.75" {...line} />
  </Icon>
);

export const GalleryIcon = () => (
  <Icon>
    <path d="M6.5 4h7M6.5 8h7M6.5 12h7" {...line} />
    <path d="M2.75 4h.5M2.75 8h.5M2.75 12h.5" {...line} />
  </Icon>
);

export const ShareIcon = () => (
  <Icon>
    <path d="M8 9.75V2.25M5.25 4.75 8 2l2.75 2.75" {...joined} />
    <path d="M4.75 7H3.5v6.5h9V7h-1.25" {...joined} />
  </Icon>
);

/** Logo: three Ps over their queue, one of them running. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <rect x="2" y="3" width="5.5" height="11" rx="1.75" class="logo-p" />
    <rect x="9.25" y="3" width="5.5" height="11" rx="1.75" class="logo-p on" />
    <rect x="16.5" y="3" width="5.5" height="11" rx="1.75" class="logo-p" />
    <rect x="2" y="17" width="5.5" height="4" rx="1.25" class="logo-g" />
    <rect x="9.25" y="17" width="5.5" height="4" rx="1.25" class="logo-g" />
    <rect x="16.5" y="17" width="5.5" height="4" rx="1.25" class="logo-g" />
  </svg>
);

export const BackIcon = () => (
  <Icon>
    <path d="M9.5 3.75L5.25 8l4.25 4.25" {...joined} />
  </Icon>
);

export const ForthIcon = () => (
  <Icon>
    <path d="M6.5 3.75L10.75 8 6.5 12.25" {...joined} />
  </Icon>
);
