import type { GuideSection } from './guide-types.ts';

/** The guide on databases and caches. */
export const dataSections: readonly GuideSection[] = [
  {
    id: 'database',
    title: { en: 'Database architecture', zh: '数据库架构策略' },
    statements: [
      {
        id: 'partitioning',
        text: 'Partition conversation data by time or user id',
        zh: '按时间或用户 ID 分区对话数据以提升查询性能',
        by: ['plan:database.partition_by'],
      },
      {
        id: 'read-replicas',
        text: 'Separate read replicas for analytics and reports',
        zh: '为分析和报告查询使用独立的读副本',
        by: ['plan:database.read_replicas'],
      },
      {
        id: 'soft-delete',
        text: 'Soft deletes for audit and recovery',
        zh: '实现软删除用于审计追踪和数据恢复',
        by: ['plan:database.soft_delete'],
      },
      {
        id: 'realtime-indexes',
        text: 'Indexes made for the realtime-sync queries',
        zh: '专门为实时同步查询设计索引',
        by: ['plan:database.realtime_indexes'],
      },
      {
        id: 'pool-size',
        text: "Pool sizes follow the application's concurrency",
        zh: '根据应用并发模式配置连接池；在应用层实现数据库连接池',
        by: ['plan:database.pool'],
      },
      {
        id: 'cache-size',
        text: 'Cache sizes follow the working set',
        zh: '根据工作集大小分析调整缓存大小',
        by: ['plan:cache.memory'],
      },
      {
        id: 'query-timeout',
        text: 'Query timeouts against resource exhaustion',
        zh: '实现查询超时策略以防止资源耗尽',
        by: ['plan:database.query_timeout'],
      },
      {
        id: 'prepared-statements',
        text: 'Prepared statements for frequent queries',
        zh: '对频繁执行的查询使用预编译语句',
        by: ['plan:database.prepared_statements'],
      },
      {
        id: 'sharding',
        text: 'Read replicas first; sharding when a single writer is the limit',
        zh: '从读副本开始提升查询性能；当单数据库达到限制时转向分片进行写扩展',
        by: ['plan:database.shards'],
      },
      {
        id: 'separate-databases',
        text: 'Separate databases for conversations and analytics',
        zh: '考虑为不同数据类型（对话 vs 分析）使用独立数据库',
        by: ['plan:database.separate_analytics'],
      },
    ],
  },
  {
    id: 'cache',
    title: { en: 'Cache layer', zh: '缓存层策略' },
    statements: [
      {
        id: 'distributed-cache',
        text: 'A distributed cache for sessions and realtime state',
        zh: '使用分布式缓存存储会话数据和实时状态',
        by: ['plan:cache'],
      },
      {
        id: 'local-cache',
        text: 'A local cache for hot configuration',
        zh: '为频繁访问的配置数据实现本地缓存',
        by: ['plan:cache.local'],
      },
      {
        id: 'result-cache',
        text: 'Expensive results such as code analysis are cached',
        zh: '缓存昂贵的计算结果，如代码分析输出',
        by: ['plan:cache.results'],
      },
      {
        id: 'eviction',
        text: 'Eviction follows the access pattern',
        zh: '根据数据访问模式设计缓存逐出策略',
        by: ['plan:cache.eviction'],
      },
      {
        id: 'cache-failover',
        text: 'Cluster failover and consistency are planned',
        zh: '规划缓存集群故障转移和数据一致性',
        by: ['plan:cache.failover'],
      },
      {
        id: 'hit-rate',
        text: 'Hit rate is monitored and drives sizing',
        zh: '监控缓存命中率并相应调整大小',
        by: ['plan:cache.hit_rate_alert'],
      },
      {
        id: 'warm-up',
        text: 'Key data is warmed up',
        zh: '为关键数据实现缓存预热策略',
        by: ['plan:cache.warm_up'],
      },
      {
        id: 'cache-loss',
        text: 'The application degrades gracefully without its cache',
        zh: '设计应用以优雅处理缓存不可用的情况',
        by: ['plan:cache.required'],
      },
    ],
  },
];
