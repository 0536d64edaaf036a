import { compareVersions } from '../../schema/versions.ts';

/** Sysctls that every pod may set, with the minor version of Kubernetes since which it may (Kubernetes documentation, Using sysctls in a Cluster). */
const SAFE: ReadonlyMap<string, string> = new Map([
  ['kernel.shm_rmid_forced', '1.0'],
  ['net.ipv4.ip_local_port_range', '1.0'],
  ['net.ipv4.tcp_syncookies', '1.0'],
  ['net.ipv4.ping_group_range', '1.18'],
  ['net.ipv4.ip_unprivileged_port_start', '1.22'],
  ['net.ipv4.ip_local_reserved_ports', '1.27'],
  ['net.ipv4.tcp_keepalive_time', '1.29'],
  ['net.ipv4.tcp_fin_timeout', '1.29'],
  ['net.ipv4.tcp_keepalive_intvl', '1.29'],
  ['net.ipv4.tcp_keepalive_probes', '1.29'],
  ['net.ipv4.tcp_rmem', '1.32'],
  ['net.ipv4.tcp_wmem', '1.32'],
]);

/** Those that the kernel keeps for each namespace of processes or network; all others are the node's (same page; Docker's documentation, --sysctl). */
const NAMESPACED = /^(?:kernel\.(?:shm\w*|msg\w*|sem)|fs\.mqueue\..+|net\..+)$/;

/** Exceptions under `net.` that the kernel does not keep apart (same page). */
const NODE_WIDE: ReadonlySet<string> = new Set(['net.netfilter.nf_conntrack_max', 'net.netfilter.nf_conntrack_expect_max']);

/** A sysctl as the kernel's documentation names it: `net.core.somaxconn`, also where it is written with slashes. */
export function sysctlName(written: string): string {
  const slash = written.indexOf('/');
  const dot = written.indexOf('.');
  // The separator that comes first is the one; the other then stands for what is part of a name, such as a VLAN's interface.
  return slash >= 0 && (dot < 0 || slash < dot) ? written.replace(/[./]/g, (sign) => (sign === '/' ? '.' : '/')) : written;
}

/** What happens to a pod that sets a sysctl. */
export type SysctlClass = 'safe' | 'unsafe' | 'node';

/**
 * Whether all pods may set a sysctl, those of nodes that allow it, or none, because it is the node's own.
 * @param kubernetesVersion a minor version
 */
export function sysctlClass(name: string, kubernetesVersion: string): SysctlClass {
  if (!NAMESPACED.test(name) || NODE_WIDE.has(name)) return 'node';
  const since = SAFE.get(name);
  return since !== undefined && compareVersions(kubernetesVersion, since) >= 0 ? 'safe' : 'unsafe';
}
