// Words: what the API's keys are called before people.

export const KINDS = {
  photo: "照片",
  caption: "照片说明",
  entry: "成长记录",
  story: "讲述",
  entry_comment: "家里的留言",
  post: "晒出的内容",
  post_comment: "留言",
  show_page: "家庭展示页",
  topic: "话题",
};
export const CAUSES = {
  asked: "家长请人看",
  doubt: "机器拿不准",
  report: "有人举报",
  appeal: "请求复核",
};
export const REPORTED = {
  child_in_danger: "孩子可能有危险",
  private: "个人信息露出来了",
  abuse: "骂人、欺负人",
  indecent: "不雅",
  violent: "吓人、暴力",
  fraud: "像是骗人的",
  advertising: "广告",
  not_theirs: "不是他家的",
  other: "别的原因",
};
/** In the order of their keys, 1 to 9. */
export const REASONS = [
  ["private", "个人信息"],
  ["child", "保护孩子"],
  ["indecent", "不雅"],
  ["hurtful", "伤人的话"],
  ["violent", "吓人"],
  ["advertising", "广告"],
  ["fraud", "骗人"],
  ["not_theirs", "不是自己的"],
  ["other", "别的"],
];
export const AUDIENCES = { guardians: "仅监护人", family: "家人", class: "班级", public: "公开" };
export const RESTRICTED = { showing: "晒和分享", commenting: "留言" };
export const OFFICES = {
  archivist: "档案人员",
  moderator: "审核员",
  curator: "策展人",
  auditor: "审计员",
};
/** In the order of their way. */
export const DONATED = {
  offered: "等馆里回复",
  wanted: "等捐赠人签协议",
  signed: "等登记入馆",
  accessioned: "已经入馆",
  declined: "婉拒了",
};
export const PUBLISHED = {
  never: "不公布，也不展出",
  ask_first: "每次公布或展出以前，先问捐赠人",
  freely: "可以公布和展出，不用每次再问",
};
/** Why staff ask to look into an archive. */
export const GRANTED = [
  ["guardian_asked", "监护人请求帮助"],
  ["complaint", "处理投诉"],
  ["safety", "孩子的安全"],
  ["legal", "依法协助"],
];

/** What was said in a campaign, before others see it. */
export const CHECKED = {
  pending: "正在检查文字",
  review: "拿不准，请换个说法",
  risky: "没通过，请换个说法",
};

/** 「2026年11月29日」. */
export const day = (moment) =>
  new Date(moment).toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long" });

/** 「2026-11-29」, so many days from today, as date fields and the API write it. */
export const dateIn = (days) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

/** 「3 小时」, from a moment until now. */
export function since(moment) {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(moment)) / 60_000));
  if (minutes < 60) return minutes ? `${minutes} 分钟` : "不到 1 分钟";
  return minutes < 2880 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 1440)} 天`;
}

/** 「11月30日 16:05」. */
export const minute = (moment) =>
  new Date(moment).toLocaleString("zh-CN", {
    timeZone: "Asia/Shanghai",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

/** 「30 分钟」 or 「8 小时」. */
export const lasting = (minutes) => (minutes % 60 ? `${minutes} 分钟` : `${minutes / 60} 小时`);
