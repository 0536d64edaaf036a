import type { GuideSection } from './guide-types.ts';

/** The guide on security. */
export const securitySections: readonly GuideSection[] = [
  {
    id: 'tls',
    title: { en: 'TLS standards', zh: 'TLS 配置标准' },
    statements: [
      {
        id: 'tls-version',
        text: 'TLS 1.2 at least, 1.3 preferred',
        zh: '最低使用 TLS 1.2，优先使用 TLS 1.3 以获得现代密码套件',
        by: ['plan:tls.min_version'],
      },
      {
        id: 'certificate-automation',
        text: 'Certificates rotate and renew automatically',
        zh: '为轮换和续期实现证书管理自动化',
        by: ['plan:tls.certificates'],
      },
      {
        id: 'hsts',
        text: 'HSTS with a suitable max-age',
        zh: '配置具有适当 max-age 的 HTTP 严格传输安全（HSTS）',
        by: ['plan:tls.hsts'],
      },
      {
        id: 'certificate-transparency',
        text: 'Certificate-transparency monitoring',
        zh: '启用证书透明度监控以检测未授权证书',
        by: ['plan:tls.transparency_monitoring'],
      },
    ],
  },
  {
    id: 'api',
    title: { en: 'API security', zh: 'API 安全模式' },
    statements: [
      {
        id: 'rate-limit',
        text: 'Rate limits per IP, per user and per endpoint',
        zh: '在多层实现全面的速率限制（每 IP、每用户、每端点）',
        by: ['plan:api.rate_limit'],
      },
      {
        id: 'token-auth',
        text: 'API keys or JWTs with short expiry',
        zh: '使用 API 密钥或 JWT 令牌进行认证，设置短过期时间',
        by: ['plan:api.auth'],
      },
      {
        id: 'request-signing',
        text: 'Signed requests for sensitive operations against replay',
        zh: '为敏感操作设计请求签名以防止重放攻击',
        by: ['plan:api.request_signing'],
      },
      {
        id: 'request-size',
        text: 'Request size limits',
        zh: '实现请求大小限制以防止资源耗尽',
        by: ['plan:api.max_request_size'],
      },
    ],
  },
  {
    id: 'websocket',
    title: { en: 'WebSocket security', zh: 'WebSocket 安全' },
    statements: [
      {
        id: 'ws-auth',
        text: 'WebSockets authenticate as the HTTP API does',
        zh: '使用与 HTTP API 相同的机制认证 WebSocket 连接',
        by: ['plan:websocket.auth'],
      },
      {
        id: 'ws-connections',
        text: 'Per-user connection limits',
        zh: '实现每用户连接限制以防止资源耗尽',
        by: ['plan:websocket.max_connections_per_user'],
      },
      {
        id: 'ws-messages',
        text: 'Message size limits and message rate limits',
        zh: '为实时通信设计消息大小限制和速率限制',
        by: ['plan:websocket.max_message_size', 'plan:websocket.rate_limit'],
      },
      {
        id: 'wss',
        text: 'WSS in every production deployment',
        zh: '在所有生产部署中使用安全 WebSocket（WSS）',
        by: ['plan:websocket.secure'],
      },
    ],
  },
  {
    id: 'network',
    title: { en: 'Network security', zh: '网络安全架构' },
    statements: [
      {
        id: 'private-datastores',
        text: 'Databases and caches sit in private subnets without internet access',
        zh: '将数据库和缓存层隔离在无互联网访问的私有子网中',
        by: ['plan:network.private_datastores'],
      },
      {
        id: 'controlled-egress',
        text: 'Application subnets have controlled egress',
        zh: '为应用服务器使用受控互联网出口的专用子网',
        by: ['plan:network.egress'],
      },
      {
        id: 'nacl',
        text: 'Network access control at subnet level',
        zh: '实现网络访问控制列表（NACL）用于子网级安全',
        by: ['plan:network.acl'],
      },
      {
        id: 'least-privilege-network',
        text: 'Security-group rules of least privilege',
        zh: '按最小权限原则设计安全组规则',
      },
      {
        id: 'waf',
        text: 'External traffic passes a web application firewall',
        zh: '通过 Web 应用防火墙（WAF）路由外部流量',
        by: ['plan:network.waf'],
      },
      {
        id: 'ddos',
        text: 'DDoS protection at the edge',
        zh: '在网络边缘实现 DDoS 保护',
        by: ['plan:network.ddos_protection'],
      },
      {
        id: 'ids',
        text: 'Intrusion detection',
        zh: '使用入侵检测系统（IDS）监控可疑流量',
        by: ['plan:network.intrusion_detection'],
      },
      {
        id: 'network-logging',
        text: 'All connections and security events are logged',
        zh: '为所有网络连接和安全事件设计日志记录',
        by: ['plan:network.flow_logs'],
      },
      {
        id: 'mtls',
        text: 'Mutual TLS between services',
        zh: '为内部服务通信使用双向 TLS（mTLS）',
        by: ['plan:network.mtls'],
      },
      {
        id: 'mesh',
        text: 'A service mesh encrypts service-to-service traffic',
        zh: '实现服务网格用于加密的服务间流量',
        by: ['plan:network.service_mesh'],
      },
      {
        id: 'api-gateway',
        text: 'External services are reached through an API gateway',
        zh: '为外部服务集成点设计 API 网关',
        by: ['plan:network.api_gateway'],
      },
      {
        id: 'private-dns',
        text: 'Internal services are found by private DNS',
        zh: '为内部服务发现使用私有 DNS 解析',
        by: ['plan:network.private_dns'],
      },
    ],
  },
  {
    id: 'identity',
    title: { en: 'Application security', zh: '应用安全框架' },
    statements: [
      {
        id: 'mfa',
        text: 'Multi-factor authentication for administrators',
        zh: '为管理访问实现多因素认证',
        by: ['plan:identity.admin_mfa'],
      },
      {
        id: 'sso',
        text: 'SAML or OIDC for enterprise',
        zh: '为企业部署使用身份提供商集成（SAML/OIDC）',
        by: ['plan:identity.sso'],
      },
      {
        id: 'sessions',
        text: 'Sessions with secure cookie attributes',
        zh: '设计具有安全 cookie 属性的会话管理',
        by: ['plan:identity.session'],
      },
      {
        id: 'lockout',
        text: 'Account lockout against brute force',
        zh: '实现账户锁定策略以防暴力破解',
        by: ['plan:identity.lockout'],
      },
      {
        id: 'rbac',
        text: 'Role-based access control, fine-grained',
        zh: '使用具有细粒度权限的基于角色的访问控制（RBAC）',
        by: ['plan:identity.rbac'],
      },
      {
        id: 'abac',
        text: 'Attribute-based access control for complex cases',
        zh: '为复杂场景实现基于属性的访问控制（ABAC）',
        by: ['plan:identity.abac'],
      },
      {
        id: 'delegation',
        text: 'Permission inheritance and delegation for teams',
        zh: '为团队工作流设计权限继承和委托',
        by: ['plan:identity.delegation'],
      },
      {
        id: 'least-privilege',
        text: 'Least privilege for every service account and user',
        zh: '对所有服务账户和用户使用最小权限原则',
      },
    ],
  },
];
