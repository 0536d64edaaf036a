/** What a path of the node gives away. */
export type PathRisk = 'runtime-socket' | 'sensitive' | 'ordinary';

/** Sockets and pipes of container runtimes: who may speak to one may start a privileged container. */
const SOCKET =
  /[\\/](?:(?:docker|dockershim|cri-dockerd|containerd|crio|podman|buildkitd)\.sock|pipe[\\/](?:docker_engine|containerd-containerd))$/;

/** Folders that hold such a socket, and little else. */
const SOCKET_FOLDERS: ReadonlySet<string> = new Set([
  '/run/containerd',
  '/run/k3s/containerd',
  '/run/crio',
  '/run/podman',
  '/run/buildkit',
]);

/** Folders that lead to the node by what is in them; those below them do, too. */
const TREES: readonly string[] = [
  '/boot',
  '/dev',
  '/etc/cron.d',
  '/etc/kubernetes',
  '/etc/ssh',
  '/etc/sudoers.d',
  '/etc/systemd',
  '/proc',
  '/root',
  '/run',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/var/lib/cloud',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/kubelet',
  '/var/lib/rancher',
  '/var/spool/cron',
];

/** Folders that lead to the node by what is in some of those below them, and single files. */
const PLACES: ReadonlySet<string> = new Set(
  '/ /bin /etc /etc/passwd /etc/shadow /etc/sudoers /home /lib /lib64 /sbin /sys /usr /usr/lib /usr/local /var /var/lib'.split(' '),
);

/** What a path of the node gives away, by the folders of the Filesystem Hierarchy Standard and those of Kubernetes' components. */
export function riskOf(path: string): PathRisk {
  const clean = cleaned(path);
  if (SOCKET.test(clean) || SOCKET_FOLDERS.has(clean)) return 'runtime-socket';
  return PLACES.has(clean) || TREES.some((tree) => clean === tree || clean.startsWith(`${tree}/`)) ? 'sensitive' : 'ordinary';
}

/** Without doubled and trailing slashes, and with `/var/run` as what it is a link to. */
function cleaned(path: string): string {
  const single = path.replace(/\/{2,}/g, '/').replace(/^\/var\/run(?=\/|$)/, '/run');
  return single.length > 1 ? single.replace(/\/$/, '') : single;
}
