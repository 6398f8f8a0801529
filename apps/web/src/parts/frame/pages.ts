import type { useFrameText } from './frame.messages.js';

/** The pages of the header, in its order: `g` and the letter go there. */
export const PAGES = [
  { to: '/runs', title: 'runs', letter: 'r' },
  { to: '/state', title: 'state', letter: 's' },
  { to: '/failures', title: 'failures', letter: 'f' },
  { to: '/changes', title: 'changes', letter: 'c' },
  { to: '/insights', title: 'insights', letter: 'i' },
  { to: '/services', title: 'services', letter: 'v' },
  { to: '/hosts', title: 'hosts', letter: 'h' },
] as const satisfies { to: string; title: Parameters<ReturnType<typeof useFrameText>>[0]; letter: string }[];
