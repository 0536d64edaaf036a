import type { GuideSection } from './guide-types.ts';

/** The guide on observability. */
export const observabilitySections: readonly GuideSection[] = [
  {
    id: 'metrics',
    title: { en: 'Metrics', zh: '指标架构' },
    statements: [
      {
        id: 'request-metrics',
        text: 'Request and response metrics with suitable labels',
        zh: '实现具有适当标签的全面请求/响应指标',
        by: ['plan:observability.metrics'],
      },
      {
        id: 'business-metrics',
        text: 'Active conversations, tool executions, engagement',
        zh: '追踪业务指标，如活跃对话、工具执行和用户参与度',
        by: ['plan:observability.business_metrics'],
      },
      {
        id: 'ai-metrics',
        text: 'Resource patterns peculiar to AI workloads',
        zh: '监控 AI 工作负载特有的资源利用模式',
        by: ['plan:observability.ai_metrics'],
      },
      {
        id: 'sync-metrics',
        text: 'Custom metrics for realtime sync',
        zh: '为实时同步性能设计自定义指标',
        by: ['plan:observability.sync_metrics'],
      },
      {
        id: 'system-metrics',
        text: 'CPU, memory, disk, network',
        zh: '监控传统系统指标（CPU、内存、磁盘、网络）',
        by: ['plan:observability.system_metrics'],
      },
      {
        id: 'database-metrics',
        text: 'Connection pools, query time, replication lag',
        zh: '追踪数据库特定指标（连接池、查询性能、复制延迟）',
        by: ['plan:observability.database_metrics'],
      },
      {
        id: 'cache-metrics',
        text: 'Cache hit rate and performance',
        zh: '监控缓存命中率和性能特征',
        by: ['plan:observability.cache_metrics'],
      },
      {
        id: 'dependency-metrics',
        text: 'External dependencies: LLM APIs and services',
        zh: '实现外部依赖监控（LLM API、外部服务）',
        by: ['plan:observability.dependency_metrics'],
      },
      {
        id: 'alert-impact',
        text: 'Alert thresholds follow user impact',
        zh: '根据用户体验影响而非任意数字定义告警阈值',
        by: ['plan:observability.alerts'],
      },
      {
        id: 'alert-severity',
        text: 'Warning and critical alerts, with escalation',
        zh: '实现多级告警（警告、严重）并配以适当的升级',
        by: ['plan:observability.alerts'],
      },
      {
        id: 'alert-bursts',
        text: "Alerts allow for AI workloads' bursts and batches",
        zh: '设计考虑 AI 工作负载模式（突发、批处理）的告警',
        by: ['plan:observability.alerts'],
      },
      {
        id: 'runbooks',
        text: 'Runbooks for common alerts',
        zh: '为常见告警场景和修复步骤创建运维手册',
        by: ['plan:observability.alerts'],
      },
    ],
  },
  {
    id: 'logs',
    title: { en: 'Logging', zh: '日志策略' },
    statements: [
      {
        id: 'structured-logs',
        text: 'One log format in all services, with correlation ids',
        zh: '在所有服务中使用一致的日志格式，包含适当的关联 ID',
        by: ['plan:observability.logs.format'],
      },
      {
        id: 'event-logs',
        text: 'Business events are logged with context',
        zh: '记录带上下文的业务事件（对话开始、工具执行、错误）',
        by: ['plan:observability.logs.business_events'],
      },
      {
        id: 'log-sampling',
        text: 'High-volume logs are sampled',
        zh: '为高容量操作实现日志采样以控制成本',
        by: ['plan:observability.logs.sampling'],
      },
      {
        id: 'log-retention',
        text: 'Retention follows compliance and debugging needs',
        zh: '根据合规和调试需求设计日志保留策略',
        by: ['plan:observability.logs.retention'],
      },
      {
        id: 'log-aggregation',
        text: 'Logs of all services in one place',
        zh: '集中所有服务的日志以支持关联和搜索',
        by: ['plan:observability.logs.aggregation'],
      },
      {
        id: 'log-streaming',
        text: 'Log streams for live monitoring and alerts',
        zh: '实现日志流式传输用于实时监控和告警',
        by: ['plan:observability.logs.streaming'],
      },
      {
        id: 'log-enrichment',
        text: 'Parsing, enrichment and log-based metrics',
        zh: '为自动分析设计日志解析和丰富；为不发出结构化指标的操作创建基于日志的指标',
        by: ['plan:observability.logs.enrichment'],
      },
      {
        id: 'auth-audit',
        text: 'Every authentication and authorization event is logged',
        zh: '以足够的详细程度记录所有认证和授权事件',
        by: ['plan:observability.audit.auth_events'],
      },
      {
        id: 'audit-trail',
        text: 'Audit trails of sensitive operations',
        zh: '为敏感操作实现审计追踪（管理员操作、配置变更）',
        by: ['plan:observability.audit.admin_actions'],
      },
      {
        id: 'log-privacy',
        text: 'Logs keep no sensitive user data',
        zh: '设计避免捕获敏感用户数据的隐私保护日志',
        by: ['plan:observability.logs.redaction'],
      },
      {
        id: 'anomaly-detection',
        text: 'Security events are correlated, anomalies detected',
        zh: '创建安全事件关联和异常检测工作流',
        by: ['plan:observability.audit.anomaly_detection'],
      },
    ],
  },
  {
    id: 'monitoring',
    title: { en: 'Performance monitoring', zh: '性能监控' },
    statements: [
      {
        id: 'tracing',
        text: 'Distributed tracing',
        zh: '为复杂的多服务操作实现分布式追踪',
        by: ['plan:observability.tracing'],
      },
      {
        id: 'tool-llm-latency',
        text: 'Tool-execution and LLM-call performance',
        zh: '追踪单个工具执行和 LLM API 调用的性能',
        by: ['plan:observability.ai_metrics'],
      },
      {
        id: 'sync-latency',
        text: 'Realtime-sync latency and delivery rate',
        zh: '监控实时同步延迟和消息投递率',
        by: ['plan:observability.sync_metrics'],
      },
      {
        id: 'baselines',
        text: 'Performance baselines and regression detection',
        zh: '设计性能基线建立和回归检测',
        by: ['plan:observability.baselines'],
      },
      {
        id: 'user-latency',
        text: 'End-to-end response time as the user sees it',
        zh: '从用户角度追踪端到端响应时间',
        by: ['plan:observability.user_experience'],
      },
      {
        id: 'synthetic',
        text: 'Synthetic monitoring of key workflows',
        zh: '为关键用户工作流实现合成监控',
        by: ['plan:observability.synthetic'],
      },
      {
        id: 'budgets',
        text: 'Performance budgets and alerts',
        zh: '为面向用户的操作设计性能预算和告警',
        by: ['plan:observability.budgets'],
      },
      {
        id: 'queue-monitoring',
        text: 'Queue depth and processing time',
        zh: '监控后台操作的队列深度和处理时间',
        by: ['plan:observability.queues'],
      },
      {
        id: 'growth',
        text: 'Usage trends, growth and forecasts for capacity planning',
        zh: '追踪容量规划的资源使用趋势；实现增长率监控和预测',
        by: ['plan:growth', 'hover:capacity'],
      },
      {
        id: 'cost',
        text: 'Cost monitoring and savings',
        zh: '设计成本监控和优化机会识别',
        by: ['plan:cost', 'hover:capacity'],
      },
    ],
  },
];
