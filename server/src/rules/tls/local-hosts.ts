import { LOCAL_HOSTS } from '../../resources/hosts.ts';

/** The option of the rules that leave hosts alone which the internet never sees. */
export const localHostsOption = {
  type: 'strings',
  default: LOCAL_HOSTS,
  description: 'Hosts that need no TLS, since they never leave a machine or a private network; a leading * stands for any text.',
} as const;
