import type { GuideSection } from './guide-types.ts';

/** The guide on business continuity. */
export const continuitySections: readonly GuideSection[] = [
  {
    id: 'backup',
    title: { en: 'Backup', zh: '备份策略框架' },
    statements: [
      {
        id: 'classification',
        text: 'Data classified by criticality',
        zh: '按关键性分类数据（对话历史、用户设置、系统配置）',
        by: ['plan:backup.classes'],
      },
      {
        id: 'backup-frequency',
        text: 'Backup frequency follows change rate and impact',
        zh: '根据数据变更率和业务影响设计备份频率',
        by: ['plan:backup.frequency'],
      },
      {
        id: 'point-in-time',
        text: 'Point-in-time recovery for databases',
        zh: '为数据库系统实现时间点恢复能力',
        by: ['plan:backup.point_in_time_recovery'],
      },
      {
        id: 'offline-copies',
        text: 'Offline copies against ransomware and corruption',
        zh: '创建离线备份副本以防止勒索软件和数据损坏',
        by: ['plan:backup.copies'],
      },
      {
        id: 'backup-automation',
        text: 'Automated backups with error handling and notification',
        zh: '使用全面的错误处理和通知自动化所有备份流程',
        by: ['plan:backup.notifications'],
      },
      {
        id: 'backup-verification',
        text: 'Backups are verified as part of the process',
        zh: '将备份验证和完整性检查作为备份流程的一部分',
        by: ['plan:backup.verification'],
      },
      {
        id: 'backup-rotation',
        text: 'Rotation balances cost and recovery',
        zh: '设计平衡存储成本和恢复需求的备份轮换策略',
        by: ['plan:backup.retention'],
      },
      {
        id: 'backup-alerts',
        text: 'Failed or incomplete backups raise alerts',
        zh: '为失败或不完整的备份创建备份监控和告警',
        by: ['plan:backup.alerts'],
      },
      {
        id: 'backup-layers',
        text: 'Local, regional, cross-region, and offline or air-gapped copies',
        zh: '本地备份用于快速恢复近期数据和快速开发还原；区域备份用于同一地理区域内的灾难恢复；跨区域备份用于防止区域灾难；离线或气隙备份用于防止复杂攻击',
        by: ['plan:backup.copies'],
      },
    ],
  },
  {
    id: 'recovery',
    title: { en: 'Disaster recovery', zh: '灾难恢复架构' },
    statements: [
      {
        id: 'rto',
        text: 'An RTO from the business impact of downtime',
        zh: '根据停机的业务影响定义恢复时间目标（RTO）',
        by: ['plan:recovery.rto'],
      },
      {
        id: 'rpo',
        text: 'An RPO from the tolerable data loss',
        zh: '根据可接受的数据丢失容忍度建立恢复点目标（RPO）',
        by: ['plan:recovery.rpo'],
      },
      {
        id: 'recovery-tiers',
        text: 'Procedures and tiers that meet the goals within budget',
        zh: '设计在预算约束内满足定义目标的恢复程序；为不同故障场景创建分层恢复策略',
        by: ['plan:recovery.tiers'],
      },
      {
        id: 'automatic-failover',
        text: 'Automatic failover of database, cache, compute',
        zh: '为基础设施故障实现自动故障转移（数据库、缓存、计算）',
        by: ['plan:recovery.failover'],
      },
      {
        id: 'manual-failover',
        text: 'Manual procedures where judgement is needed',
        zh: '为需要人工判断的复杂故障场景设计手动故障转移程序',
        by: ['plan:recovery.failover'],
      },
      {
        id: 'region-failover',
        text: 'Cross-region failover',
        zh: '创建跨区域故障转移能力以防止区域灾难',
        by: ['plan:recovery.failover'],
      },
      {
        id: 'rollback-procedure',
        text: 'Rollback for failed deployments or recoveries',
        zh: '为失败的部署或恢复尝试开发回滚程序',
        by: ['plan:rollout.rollback'],
      },
      {
        id: 'drills',
        text: 'Regular recovery drills and backup-restore tests, with lessons recorded',
        zh: '定期进行具有定义场景和成功标准的灾难恢复演练；定期测试备份恢复程序以确保数据完整性和完整性；记录经验教训并根据测试结果更新程序',
        by: ['plan:recovery.drills'],
      },
    ],
  },
  {
    id: 'availability',
    title: { en: 'High availability', zh: '高可用性模式' },
    statements: [
      {
        id: 'multi-zone',
        text: 'Several availability zones in a region',
        zh: '跨区域内多个可用区部署以保护基础设施故障',
        by: ['plan:regions.zones'],
      },
      {
        id: 'load-balancing',
        text: 'Load balancing with health checks',
        zh: '实现具有健康检查的负载均衡以自动路由流量',
      },
      {
        id: 'horizontal',
        text: 'Stateless, horizontally scaled applications',
        zh: '设计支持水平扩展的无状态应用架构',
      },
      {
        id: 'managed-services',
        text: 'Managed services with built-in availability where there are any',
        zh: '在可用时使用具有内置高可用性的托管服务',
        by: ['plan:database.managed', 'plan:cache.managed'],
      },
      {
        id: 'database-replication',
        text: 'Database replication with suitable consistency',
        zh: '实现具有适当一致性保证的数据库复制',
        by: ['plan:database.replication'],
      },
      {
        id: 'session-replication',
        text: 'Replicated cache for sessions and realtime state',
        zh: '为会话数据和实时状态设计缓存复制',
      },
      {
        id: 'file-replication',
        text: 'Replicated file storage for uploads and artifacts',
        zh: '为用户上传的内容和系统工件创建文件存储复制',
        by: ['plan:files.replicated'],
      },
      {
        id: 'failover-consistency',
        text: 'Consistency is planned for failover and recovery',
        zh: '为故障转移场景和恢复操作期间的数据一致性做规划',
        by: ['plan:database.consistency'],
      },
    ],
  },
];
