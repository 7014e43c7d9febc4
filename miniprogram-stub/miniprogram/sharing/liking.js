/** A heart answers at once, and goes back where the service did not hear of it. */

const client = require('../api/client')

/**
 * Like a post, or take the like back.
 * @param {{id: string, liked: boolean, likes: number}} post
 * @param {(news: {liked: boolean, likes: number}) => void} show called at once, and again with the
 *   service's own count, or with what was before
 * @throws {import('../api/problems').Problem} after what was before is shown again
 */
async function toggle({ id, liked, likes }, show) {
  show({ liked: !liked, likes: Math.max(0, likes + (liked ? -1 : 1)) })
  try {
    const path = `/posts/${id}/like`
    const told = await (liked ? client.remove(path) : client.put(path))
    show({ liked: told.liked, likes: told.likes })
  } catch (error) {
    show({ liked, likes })
    throw error
  }
}

module.exports = { toggle }
