import { make, on } from './dom.js'

const yes = { type: Boolean, value: true }

export const video = {
  properties: {
    src: String,
    poster: String,
    duration: Number,
    controls: yes,
    autoplay: Boolean,
    loop: Boolean,
    muted: Boolean,
    initialTime: Number,
    direction: Number,
    objectFit: { type: String, value: 'contain' },
    title: String,
    danmuList: Array,
    danmuBtn: Boolean,
    enableDanmu: Boolean,
    pageGesture: Boolean,
    showProgress: yes,
    showFullscreenBtn: yes,
    showPlayBtn: yes,
    showCenterPlayBtn: yes,
    showMuteBtn: Boolean,
    enableProgressGesture: yes,
    enablePlayGesture: Boolean,
    vslideGesture: Boolean,
    vslideGestureInFullscreen: yes,
    autoPauseIfNavigate: yes,
    autoPauseIfOpenNative: yes,
    playBtnPosition: { type: String, value: 'bottom' },
    pictureInPictureMode: null,
    posterForCrawler: String,
    showCastingButton: Boolean,
    showBottomProgress: yes,
    preferredPeakBitRate: Number,
  },
  events: 'play pause ended timeupdate fullscreenchange waiting error progress loadedmetadata controlstoggle seekcomplete'.split(' '),
  mount({ host, component, emit, phone }) {
    const player = make('video', { playsInline: true })
    host.append(player)
    on(player, 'play pause ended waiting', undefined)
    for (const type of ['play', 'pause', 'ended', 'waiting']) player.addEventListener(type, () => emit(type))
    on(player, 'timeupdate', () => emit('timeupdate', { currentTime: player.currentTime, duration: player.duration }))
    on(player, 'loadedmetadata', () =>
      emit('loadedmetadata', { width: player.videoWidth, height: player.videoHeight, duration: player.duration }),
    )
    on(player, 'error', () => emit('error', { errMsg: player.error?.message ?? 'MEDIA_ERR_SRC_NOT_SUPPORTED' }))
    return {
      node: player,
      src: (src) => (src ? (player.src = phone.url(src, component)) : player.removeAttribute('src')),
      poster: (src) => (player.poster = src ? phone.url(src, component) : ''),
      controls: (shown) => (player.controls = shown),
      autoplay: (wanted) => (player.autoplay = wanted),
      loop: (wanted) => (player.loop = wanted),
      muted: (wanted) => (player.muted = wanted),
      objectFit: (fit) => (player.style.objectFit = fit),
      ariaLabel: (label) => label && player.setAttribute('aria-label', label),
      unmount: () => player.pause(),
    }
  },
}
