/**
 * The words of families' screens: what an office or a programmer says is refused, with its place.
 * Comments are not read by anybody's grandmother and are left out.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const CLIENT = join(import.meta.dirname, '../../miniprogram')

/** Each with what to say instead. */
const OFFICE = {
  建档户: '已经建好家庭档案的人家',
  驳回: '暂时不能给别人看',
  归档: '收进档案',
  著录: '谁收的',
  责任者: '谁做的、谁写的',
  保管期限: '留多久',
  审核: '检查',
  考核: '（不说）',
  违规: '不适合给别人看',
  提交: '写好了、收好、发出去',
  用户: '您、家人、家长',
  权限: '能看、能记、管理',
  账号异常: '（说发生了什么）',
  服务器: '我们这边',
  参数: '（说哪一项）',
  请求失败: '（说发生了什么）',
  加载失败: '没打开',
  操作成功: '（说做好了什么）',
  操作失败: '（说没做成什么）',
  客户端: '手机',
  数据库: '（不说）',
  归口: '（不说）',
  上报: '告诉',
}

/** Names that the law and WeChat give, which must be called so. */
const NAMES = /用户隐私保护指引|用户服务协议/g

const lines = readdirSync(CLIENT, { recursive: true })
  .filter((name) => /\.(wxml|js|json)$/.test(name) && !name.startsWith('miniprogram_npm'))
  .flatMap((name) => said(name, readFileSync(join(CLIENT, name), 'utf8')))

for (const line of lines) console.error(line)
console.log(`words: ${lines.length} to say otherwise`)
process.exit(lines.length ? 1 : 0)

/** Where a file says something that it should not. */
function said(name, text) {
  const spoken = text
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '')
    .replace(NAMES, '')
  return spoken.split('\n').flatMap((line, at) =>
    Object.entries(OFFICE)
      .filter(([word]) => line.includes(word))
      .map(([word, instead]) => `${name}:${at + 1} 「${word}」 → ${instead}`),
  )
}
