import { askers, authorize, CONTRACT, needsAgreement, openContract } from '../privacy.js'

export const asynchronous = {
  getPrivacySetting: () => ({ needAuthorization: needsAgreement(), privacyContractName: CONTRACT }),
  requirePrivacyAuthorize: () => authorize('requirePrivacyAuthorize'),
  openPrivacyContract: () => void openContract(),
}

export const immediate = {
  // As on a phone, a later listener replaces the one before.
  onNeedPrivacyAuthorization: (asker) => {
    askers.clear()
    askers.add(asker)
  },
}
