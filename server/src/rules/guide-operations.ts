import type { GuideSection } from './guide-types.ts';

/** The guide on performance, health checks and rollouts. */
export const operationsSections: readonly GuideSection[] = [
  {
    id: 'performance',
    title: { en: 'Performance optimization', zh: '性能优化策略' },
    statements: [
      {
        id: 'worker-pools',
        text: 'Worker processes and thread pools sized to the workload',
        zh: '根据工作负载特性配置工作进程和线程池',
        by: ['plan:services.*.concurrency'],
      },
      {
        id: 'connection-pools',
        text: 'Connection pools of the right size',
        zh: '为数据库和外部服务实现适当大小的连接池',
      },
      {
        id: 'backpressure',
        text: 'Background queues with backpressure',
        zh: '设计具有适当背压处理的后台任务队列管理',
        by: ['plan:queue.max_depth'],
      },
      {
        id: 'async-io',
        text: 'Asynchronous I/O',
        zh: '对 I/O 密集型操作使用异步处理模式',
        by: ['plan:services.*.async'],
      },
      {
        id: 'llm-batching',
        text: 'LLM requests are batched',
        zh: '为 LLM API 调用实现请求批处理以提高吞吐量',
        by: ['plan:llm.batching'],
      },
      {
        id: 'context-management',
        text: 'Context size is managed',
        zh: '设计上下文大小管理以平衡性能和能力',
        by: ['plan:llm.max_context'],
      },
      {
        id: 'ai-caching',
        text: 'Code analysis and embeddings are cached',
        zh: '对昂贵的 AI 操作（代码分析、嵌入）使用缓存策略',
        by: ['plan:llm.cache'],
      },
      {
        id: 'ai-priority',
        text: 'Interactive AI work goes before background work',
        zh: '为交互式 vs 后台 AI 任务实现请求优先级',
        by: ['plan:llm.priorities'],
      },
      {
        id: 'ws-management',
        text: 'WebSocket connections are managed and drained',
        zh: '优化 WebSocket 连接管理和消息路由',
      },
      {
        id: 'delta-sync',
        text: 'Sync algorithms that save bandwidth',
        zh: '实现高效的数据同步算法以最小化带宽',
        by: ['plan:realtime.delta_sync'],
      },
      {
        id: 'client-cache',
        text: 'Client caches and optimistic updates',
        zh: '为更好的用户体验设计客户端缓存和乐观更新',
        by: ['plan:realtime.optimistic_updates'],
      },
      {
        id: 'compression',
        text: 'Compressed transfers and updates',
        zh: '对大数据传输和实时更新使用压缩',
        by: ['plan:realtime.compression'],
      },
      {
        id: 'network-stack',
        text: 'Network stack tuned for many connections',
        zh: '为高并发工作负载配置网络栈参数',
        by: ['plan:system.sysctls'],
      },
      {
        id: 'file-descriptors',
        text: 'File-descriptor limits for many connections',
        zh: '为具有大量连接的应用优化文件描述符限制',
        by: ['plan:system.max_open_files'],
      },
      {
        id: 'memory-tuning',
        text: 'Memory management fits the application',
        zh: '为应用内存模式调整内存管理设置',
      },
      {
        id: 'disk-scheduler',
        text: 'Disk scheduler and parameters for databases',
        zh: '为数据库工作负载配置磁盘 I/O 调度器和参数',
        by: ['plan:system.disk'],
      },
      {
        id: 'instance-type',
        text: 'Instance types that fit: CPU-bound or memory-bound',
        zh: '根据工作负载特性选择适当的实例类型（CPU 密集 vs 内存密集）',
        by: ['hover:capacity', 'plan:services.*.instance'],
      },
      {
        id: 'app-metric-scaling',
        text: "Autoscaling on the application's own metrics",
        zh: '根据应用特定指标配置自动扩展策略',
      },
      {
        id: 'network-tuning',
        text: 'Low latency and high throughput in the network',
        zh: '为低延迟和高吞吐量优化网络配置',
        by: ['plan:system.network'],
      },
      {
        id: 'storage-type',
        text: 'Storage types fit data patterns',
        zh: '为不同数据模式使用适当的存储类型和配置',
      },
    ],
  },
  {
    id: 'health',
    title: { en: 'Health checks', zh: '健康检查架构' },
    statements: [
      {
        id: 'liveness',
        text: 'Liveness: the process answers',
        zh: '实现基本的存活检查用于进程健康和响应性',
      },
      {
        id: 'readiness',
        text: 'Readiness: external dependencies are available',
        zh: '设计验证外部依赖可用性的就绪检查',
      },
      {
        id: 'deep-health',
        text: 'Deep checks of complex functions',
        zh: '创建验证复杂系统功能的深度健康检查',
        by: ['plan:services.*.health.deep'],
      },
      {
        id: 'probe-timing',
        text: 'Health endpoints with suitable timeouts and retries',
        zh: '实现具有适当超时和重试逻辑的健康检查端点',
      },
      {
        id: 'dependency-health',
        text: 'Databases, external APIs, caches, file systems are checked',
        zh: '监控数据库连接性和查询性能；验证外部 API 可用性和响应时间；检查缓存层健康状态和连接性；验证文件系统和存储可访问性',
        by: ['plan:services.*.health.dependencies'],
      },
      {
        id: 'orchestrator-health',
        text: 'Health checks drive load balancers and orchestrators',
        zh: '设计与负载均衡器和编排系统集成的健康检查',
      },
      {
        id: 'health-aggregation',
        text: 'Aggregated results, dashboards, alerts',
        zh: '为复杂的多服务部署实现健康检查结果聚合；创建健康检查仪表板和告警以提供运维可见性',
        by: ['plan:observability.health_dashboard'],
      },
      {
        id: 'auto-remediation',
        text: 'Health data drives repair and scaling',
        zh: '使用健康检查数据进行自动修复和扩展决策',
      },
    ],
  },
  {
    id: 'rollout',
    title: { en: 'Deployment process', zh: '部署流程框架' },
    statements: [
      {
        id: 'security-ready',
        text: 'Before: security review, certificates, authentication, penetration tests',
        zh: '对新功能和依赖进行安全评估；验证证书管理和续期流程；验证认证和授权实现；对安全关键变更完成渗透测试',
        by: ['plan:preflight.security'],
      },
      {
        id: 'infrastructure-ready',
        text: 'Before: backups tested, monitoring covers new parts, capacity analysed, recovery tested',
        zh: '通过测试验证备份和恢复程序；验证新组件的监控和告警覆盖；完成预期负载变化的容量规划分析；测试灾难恢复程序和故障转移机制',
        by: ['plan:preflight.infrastructure'],
      },
      {
        id: 'application-ready',
        text: 'Before: tests, load tests, schema migrations, client compatibility',
        zh: '执行包括集成和端到端测试的全面测试套件；在真实负载条件下进行性能测试；验证数据库 schema 变更和迁移程序；完成与现有客户端版本的兼容性测试',
        by: ['plan:preflight.application'],
      },
      {
        id: 'blue-green',
        text: 'Blue-green: instant rollback, twice the capacity while deploying',
        zh: '提供即时回滚能力，最小停机时间；部署期间需要双倍基础设施容量',
        by: ['plan:rollout.strategy', 'snippet:rollout-blue-green'],
      },
      {
        id: 'rolling',
        text: 'Rolling: availability kept, versions must be compatible',
        zh: '在保持服务可用性的同时逐步替换实例；需要仔细注意版本间的向后兼容性',
        by: ['plan:rollout.strategy', 'snippet:rollout-rolling'],
      },
      {
        id: 'canary',
        text: 'Canary: traffic shifts gradually under monitoring',
        zh: '在监控问题的同时逐步将流量路由到新版本',
        by: ['plan:rollout.strategy', 'snippet:rollout-canary'],
      },
      {
        id: 'post-health',
        text: 'After: errors and latency against the baseline, integrations, realtime, resource use',
        zh: '对照已建立的基线监控错误率和性能指标；验证所有外部集成和依赖正常运作；验证实时功能和同步机制；检查资源利用模式是否有意外变化',
        by: ['plan:postflight.system'],
      },
      {
        id: 'post-business',
        text: 'After: key workflows, data consistency, AI quality, collaboration',
        zh: '执行关键用户工作流测试以确保功能；验证所有系统的数据一致性和完整性；验证 AI 模型性能和响应质量；测试协作功能和多用户场景',
        by: ['plan:postflight.business'],
      },
      {
        id: 'rollback-ready',
        text: 'Artifacts and configuration kept for a fast rollback, criteria written down, user data safe, communication planned',
        zh: '维护部署工件和配置以支持快速回滚；记录具有明确决策标准的回滚程序；验证回滚能力不会中断用户数据；建立事件响应的通信程序',
        by: ['plan:rollout.rollback'],
      },
    ],
  },
];
