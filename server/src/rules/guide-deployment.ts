import type { GuideSection } from './guide-types.ts';

/** The guide on what is deployed and how much of it. */
export const deploymentSections: readonly GuideSection[] = [
  {
    id: 'containers',
    title: { en: 'Container strategy', zh: '容器化策略' },
    statements: [
      {
        id: 'service-separation',
        text: 'API servers, background workers, realtime-sync processors and tool-execution environments are separate services, each scaled by its own load',
        zh: '将应用拆分为离散的服务——API 服务器、后台工作者、实时同步处理器和工具执行环境。每个服务根据负载模式独立扩展',
        by: ['plan:services', 'snippet:tier'],
      },
      {
        id: 'stateless',
        text: 'Application containers are stateless; persistent data lives in external databases and caches',
        zh: '将应用容器设计为无状态的，将所有持久数据存储在外部数据库和缓存中',
        by: ['plan:services.*.stateless'],
      },
      {
        id: 'health-endpoints',
        text: 'Health endpoints check the process and its dependencies: databases, external APIs, caches',
        zh: '实现全面的健康端点，不仅检查进程健康，还检查数据库、外部 API 和缓存层等依赖',
        by: ['plan:services.*.health'],
      },
      {
        id: 'resource-limits',
        text: 'Explicit CPU and memory limits by workload; AI-heavy workloads need more memory for model loading and context',
        zh: '根据工作负载特性设置明确的 CPU 和内存限制。AI 密集型工作负载通常需要更多内存用于模型加载和上下文管理',
      },
      {
        id: 'tier-small',
        text: 'Small team, 1-50 users: 2 API servers of 1000m / 2Gi, 3 workers of 500m / 1Gi',
        zh: 'small_team_deployment：1-50 users，api_servers 2 × 1000m / 2Gi，workers 3 × 500m / 1Gi',
        by: ['plan:tiers', 'snippet:tier-small-team', 'hover:tier'],
      },
      {
        id: 'tier-enterprise',
        text: 'Enterprise, 500+ users: 6 API servers of 2000m / 4Gi, 12 workers of 1000m / 2Gi',
        zh: 'enterprise_deployment：500+ users，api_servers 6 × 2000m / 4Gi，workers 12 × 1000m / 2Gi',
        by: ['plan:tiers', 'snippet:tier-enterprise', 'hover:tier'],
      },
    ],
  },
  {
    id: 'architecture',
    title: { en: 'Architecture patterns', zh: '架构模式' },
    statements: [
      {
        id: 'single-region',
        text: 'Under 100 users: everything in one region, local redundancy, a load balancer, read replicas for queries',
        zh: '对于 100 用户以下的团队，在单个区域部署所有组件并提供本地冗余。使用负载均衡器实现高可用性，使用数据库读副本提升查询性能',
        by: ['plan:pattern', 'snippet:pattern-single-region'],
      },
      {
        id: 'active-passive',
        text: 'Global teams: primary region, read-only replicas in secondary regions, reads to the nearest, writes to the primary',
        zh: '对于全球团队，在主要区域部署主要基础设施，在次要区域部署只读副本。将用户路由到最近的读端点，写操作发送到主节点',
        by: ['plan:pattern', 'snippet:pattern-active-passive'],
      },
      {
        id: 'active-active',
        text: 'Enterprise: fully active regions, eventual consistency, conflict handling, session affinity',
        zh: '对于企业规模，在多个区域运行完全活跃的部署，使用最终一致性模式。需要精心设计数据冲突和用户会话亲和性',
        by: ['plan:pattern', 'snippet:pattern-active-active'],
      },
      {
        id: 'hybrid',
        text: 'Cloud plus on-premises parts for sensitive data, joined by secure tunnels or an API gateway',
        zh: '结合云基础设施的可扩展性与本地组件处理敏感数据或合规要求。使用安全隧道或 API 网关进行通信',
        by: ['plan:pattern', 'snippet:pattern-hybrid'],
      },
    ],
  },
  {
    id: 'capacity',
    title: { en: 'Resource sizing', zh: '资源调整方法论' },
    statements: [
      {
        id: 'cpu',
        text: '0.5-1 core per 10 concurrent conversations; scale by concurrent requests, not by users',
        zh: '根据并发请求而非总用户数进行扩展；每 10 个并发对话规划 0.5-1 个 CPU 核心',
        by: ['hover:capacity'],
      },
      {
        id: 'memory',
        text: '4-8 GB base plus 100-200 MB per concurrent conversation',
        zh: '规划 4-8GB 基础内存加上每个并发对话 100-200MB 用于上下文和工具执行缓冲区',
        by: ['hover:capacity'],
      },
      {
        id: 'storage',
        text: '1-5 MB per conversation thread, times 3 for indexes and metadata',
        zh: '根据代码文件附件和工具输出估算每个对话线程 1-5MB。包括 3 倍的增长因子用于索引和元数据',
        by: ['hover:capacity'],
      },
      {
        id: 'bandwidth',
        text: '1-10 KB/s per active user plus burst for file transfer and tool output',
        zh: '为每个活跃用户的同步规划 1-10KB/秒加上文件传输和工具输出的突发容量',
        by: ['hover:capacity'],
      },
    ],
  },
  {
    id: 'scaling',
    title: { en: 'Scaling triggers', zh: '扩展触发器' },
    statements: [
      {
        id: 'cpu-70',
        text: 'Scale out when CPU stays above 70%',
        zh: 'CPU 利用率持续高于 70%',
      },
      {
        id: 'latency-p95',
        text: 'Scale out when P95 latency exceeds the SLA',
        zh: '响应延迟 P95 超过目标 SLA',
        by: ['plan:autoscaling.latency_p95'],
      },
      {
        id: 'queue-depth',
        text: 'Scale out when background queues grow',
        zh: '后台任务的队列深度增长',
      },
      {
        id: 'pool-80',
        text: 'Scale out when connection pools are above 80% used',
        zh: '连接池利用率超过 80%',
        by: ['plan:database.pool'],
      },
      {
        id: 'memory-pressure',
        text: 'Scale up on memory pressure and frequent GC',
        zh: '内存压力导致频繁垃圾回收',
        by: ['hover:capacity'],
      },
      {
        id: 'disk-saturation',
        text: 'Scale up when disk I/O saturates',
        zh: '磁盘 I/O 饱和影响数据库性能',
      },
      {
        id: 'network-70',
        text: 'Scale up when network bandwidth is above 70% used',
        zh: '网络带宽利用率超过 70%',
      },
    ],
  },
];
